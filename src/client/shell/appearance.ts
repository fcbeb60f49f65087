/** How the product looks on this device. Kept in a cookie, so that the first paint is already right. */
export type Appearance = {
  theme: "system" | "light" | "dark";
  density: "comfortable" | "compact";
  contrast: "normal" | "more";
  language: "en";
};

export const appearanceCookie = "scaiwave_look";

const defaults: Appearance = { theme: "system", density: "comfortable", contrast: "normal", language: "en" };

/** Reads the cookie header; whatever is not one of our values is the default. */
export function appearanceOf(cookieHeader: string | null): Appearance {
  const value = new RegExp(`(?:^|; )${appearanceCookie}=([a-z.]{0,60})`).exec(cookieHeader ?? "")?.[1] ?? "";
  const [theme, density, contrast] = value.split(".");
  return {
    ...defaults,
    ...(theme === "light" || theme === "dark" ? { theme } : {}),
    ...(density === "compact" ? { density } : {}),
    ...(contrast === "more" ? { contrast } : {}),
  };
}

export function appearanceValue(appearance: Appearance): string {
  return `${appearance.theme}.${appearance.density}.${appearance.contrast}`;
}
