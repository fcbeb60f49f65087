import { createSignal } from "solid-js";

const key = "scaiwave-emoji";
const kept = 8;
const usual = ["👍", "🎉", "❤️", "👀", "😄"];

const [recent, setRecent] = createSignal<readonly string[]>(usual);
let isRead = false;

/** The emoji one reacts with, latest first. The same on the server and at first in the browser: the usual ones. */
export const recentEmoji = recent;

/** Takes over what earlier pages of this device noted; call in the browser, before the emoji are shown. */
export function readRecentEmoji(): void {
  if (isRead) return;
  isRead = true;
  try {
    const noted: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    const valid = Array.isArray(noted) ? noted.filter((each) => typeof each === "string" && each.length <= 32) : [];
    setRecent([...new Set([...valid, ...usual])].slice(0, kept));
  } catch {
    // A browser that keeps nothing still reacts.
  }
}

export function noteEmoji(emoji: string): void {
  setRecent([emoji, ...recent().filter((each) => each !== emoji)].slice(0, kept));
  try {
    localStorage.setItem(key, JSON.stringify(recent()));
  } catch {
    // The same.
  }
}
