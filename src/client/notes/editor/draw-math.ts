/** A formula that never ends is not drawn; it stays as it was written. */
const longest = 4_000;

/** Draws a formula as MathML, which needs no fonts; KaTeX comes with the first one. */
export async function drawMath(
  tex: string,
  to: { readonly host: HTMLElement; readonly isDisplay: boolean },
): Promise<void> {
  if (tex.length > longest || tex.trim() === "") return;
  try {
    const { default: katex } = await import("katex");
    katex.render(tex, to.host, {
      displayMode: to.isDisplay,
      output: "mathml",
      throwOnError: false,
      trust: false,
      strict: "ignore",
      maxExpand: 200,
      maxSize: 20,
    });
  } catch {
    to.host.textContent = tex;
  }
}
