import type { Root } from "hast";
import { common, createLowlight } from "lowlight";

const lowlight = createLowlight(common);

/** Tokens of `code` as elements with `hljs-*` classes. Loaded on demand: it is larger than the page. */
export function highlight(code: string, language: string): Root | undefined {
  return lowlight.registered(language) ? lowlight.highlight(language, code) : undefined;
}

/** Every name and alias that `highlight` takes is among these languages. */
export const highlighter = lowlight;
