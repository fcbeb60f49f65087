import { getRequestEvent, isServer } from "solid-js/web";

/** What this device remembers of its window; in cookies, so that the server's first picture has it already. */
const names = { sidebar: "scaiwave_sidebar", panel: "scaiwave_panel", room: "scaiwave_room" } as const;

type Remembered = keyof typeof names;

const oneYear = 31_536_000;

/** At most 40 letters, digits and dashes; anything else counts as nothing. */
export function remembered(what: Remembered): string | null {
  return new RegExp(`(?:^|; )${names[what]}=([\\w-]{1,40})(?:;|$)`).exec(cookies())?.[1] ?? null;
}

export function remember(what: Remembered, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not there on plain http
  document.cookie = `${names[what]}=${value}; path=/; max-age=${oneYear}; samesite=lax`;
}

/** A remembered width in CSS pixels, within bounds. */
export function rememberedWidth(what: "sidebar" | "panel", bounds: Bounds): number {
  const width = Number(remembered(what) ?? bounds.initial);
  return Number.isFinite(width) ? Math.min(bounds.max, Math.max(bounds.min, width)) : bounds.initial;
}

export type Bounds = { readonly min: number; readonly max: number; readonly initial: number };

export const sidebarBounds: Bounds = { min: 220, max: 400, initial: 264 };
export const panelBounds: Bounds = { min: 320, max: 560, initial: 380 };

export function cookies(): string {
  return isServer ? (getRequestEvent()?.request.headers.get("cookie") ?? "") : document.cookie;
}

function userAgent(): string {
  return isServer ? (getRequestEvent()?.request.headers.get("user-agent") ?? "") : navigator.userAgent;
}

/** A phone begins at the list of rooms, a wider screen in a room. */
export function isPhone(): boolean {
  return /\bMobi/.test(userAgent());
}

export function isApple(): boolean {
  return /Macintosh|iPhone|iPad/.test(userAgent());
}

/** A shortcut with the platform's main modifier, as printed. */
export function shortcut(key: string, ...more: ("shift" | "alt")[]): string {
  const shift = more.includes("shift");
  if (isApple()) return `${more.includes("alt") ? "⌥" : ""}${shift ? "⇧" : ""}⌘${key}`;
  return `Ctrl+${shift ? "Shift+" : ""}${more.includes("alt") ? "Alt+" : ""}${key}`;
}
