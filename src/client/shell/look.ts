import { createSignal } from "solid-js";
import { language } from "#/client/language/say.ts";
import { type Appearance, appearanceCookieFor, appearanceOf } from "#/client/shell/appearance.ts";
import { cookies } from "#/client/shell/device.ts";

/** The cookie is the truth; this says when it changed, in the browser only. */
const [changes, setChanges] = createSignal(0);

/** How things look on this device. */
export function look(): Appearance {
  changes();
  return appearanceOf(cookies(), language());
}

/** Takes effect at once, here and in the cookie that the next page is rendered by. */
export function changeLook(part: Partial<Appearance>): void {
  const next = { ...look(), ...part };
  const { dataset } = document.documentElement;
  dataset.theme = next.theme;
  dataset.density = next.density;
  dataset.contrast = next.contrast;
  dataset.text = next.text;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not there on plain http
  document.cookie = appearanceCookieFor(next);
  setChanges((count) => count + 1);
}

/** What is seen now, the device's own choice included. For the browser only. */
export function isDark(): boolean {
  const { theme } = look();
  return theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
}
