import { say } from "#/client/language/say.ts";
/** What the parts need to know of someone; a person and an AI pass through the same parts. */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly kind: "person" | "ai";
  readonly avatarUrl?: string | undefined;
};

/** The protocol's words, as seen by others: someone who appears offline is offline here. */
export type PresenceState = "online" | "idle" | "busy" | "offline";

/** When an AI answers: every message, on mention or keyword, or not at all. */
export type Engagement = "always" | "partial" | "none";

const HUES = 8;

/** 1..8, the same for an id on every screen (FNV-1a). */
export function personHue(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) {
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  }
  return (hash % HUES) + 1;
}

/** One or two capitals: first and last word of the name. Empty for a name without letters or digits. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).flatMap((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? []);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

export function engagementWords(engagement: Engagement): string {
  if (engagement === "always") return say("answers every message");
  return engagement === "partial" ? say("answers when mentioned") : say("not listening");
}
