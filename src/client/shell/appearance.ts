import { type Language, languages } from "#/client/language/say.ts";

/** How the product looks on this device. Kept in a cookie, so that the first paint is already right. */
export type Appearance = {
  theme: "system" | "light" | "dark";
  density: "comfortable" | "compact";
  contrast: "normal" | "more";
  /** Per cent of the browser's own size of text. */
  text: "90" | "100" | "112" | "125";
  language: Language;
};

export const appearanceCookie = "scaiwave_look";

const defaults: Appearance = {
  theme: "system",
  density: "comfortable",
  contrast: "normal",
  text: "100",
  language: "en",
};

/** Reads the cookie header; whatever is not one of our values is the default, before a choice `language` is spoken. */
export function appearanceOf(cookieHeader: string | null, language: Language = "en"): Appearance {
  const value = new RegExp(`(?:^|; )${appearanceCookie}=([a-z0-9.]{0,60})`).exec(cookieHeader ?? "")?.[1] ?? "";
  const [theme, density, contrast, text, chosen] = value.split(".");
  return {
    ...defaults,
    ...(theme === "light" || theme === "dark" ? { theme } : {}),
    ...(density === "compact" ? { density } : {}),
    ...(contrast === "more" ? { contrast } : {}),
    ...(text === "90" || text === "112" || text === "125" ? { text } : {}),
    language: languages.find((each) => each === chosen) ?? language,
  };
}

function appearanceValue(appearance: Appearance): string {
  const { theme, density, contrast, text, language } = appearance;
  return [theme, density, contrast, text, language].join(".");
}

const oneYear = 31_536_000;

/** The whole cookie, for a header or for `document.cookie`. */
export function appearanceCookieFor(appearance: Appearance): string {
  return `${appearanceCookie}=${appearanceValue(appearance)}; path=/; max-age=${oneYear}; samesite=lax`;
}
