import { say } from "#/client/language/say.ts";
/** What a User-Agent header says in plain words; it is only ever a hint, since any program can send any of them. */
export type Device = { readonly name: string; readonly kind: "computer" | "phone" | "program" };

/** The first that fits holds: each browser also names the ones it descends from. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/|\bEdgiOS\//, "Edge"],
  [/\bOPR\/|\bOPiOS\//, "Opera"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bHeadlessChrome\/|\bChrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMacintosh\b|\bMac OS X\b/, "macOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

const named = (userAgent: string, names: typeof browsers) => names.find(([form]) => form.test(userAgent))?.[1];

/** “Firefox on Windows”, “Safari on iPhone”, “curl”, “A program”. */
export function deviceOf(userAgent: string | null, kind: "browser" | "program"): Device {
  const text = (userAgent ?? "").slice(0, 500);
  const browser = named(text, browsers);
  const system = named(text, systems);
  if (kind === "browser" && browser) {
    const isPhone = /\bMobi|\biPhone\b|\biPad\b|\bAndroid\b/.test(text);
    return {
      name: system ? say("{browser} on {system}", { browser, system }) : browser,
      kind: isPhone ? "phone" : "computer",
    };
  }
  if (kind === "browser")
    return { name: system ? say("A browser on {system}", { system }) : say("A browser"), kind: "computer" };
  const program = /^[A-Za-z][A-Za-z0-9 ._-]{0,39}(?=\/|$)/.exec(text)?.[0];
  return { name: program && program !== "Mozilla" ? program : say("A program"), kind: "program" };
}
