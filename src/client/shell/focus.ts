/** On a desk one goes on writing; on a touch screen that would raise the keyboard over what one came to read. */
export function focusWriting(): void {
  const main = document.getElementById("main");
  const field = matchMedia("(pointer: coarse)").matches ? null : main?.querySelector<HTMLElement>("textarea");
  (field ?? main)?.focus({ preventScroll: true });
}
