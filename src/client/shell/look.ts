import { createSignal } from "solid-js";
import { type Appearance, appearanceCookie, appearanceOf, appearanceValue } from "#/client/shell/appearance.ts";
import { cookies } from "#/client/shell/device.ts";

const oneYear = 31_536_000;

/** The appearance of this device, and changing it: at once, here and in the cookie that the next page is rendered by. */
export function createLook() {
  const [look, setLook] = createSignal<Appearance>(appearanceOf(cookies()));
  return {
    look,
    change(part: Partial<Appearance>): void {
      const next = { ...look(), ...part };
      setLook(next);
      const { dataset } = document.documentElement;
      dataset.theme = next.theme;
      dataset.density = next.density;
      dataset.contrast = next.contrast;
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not there on plain http
      document.cookie = `${appearanceCookie}=${appearanceValue(next)}; path=/; max-age=${oneYear}; samesite=lax`;
    },
  };
}
