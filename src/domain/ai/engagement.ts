import type { RoomType } from "#/domain/rooms/room.ts";
import type { EngagementMode } from "#/domain/workspaces/schema.ts";

/** What was done in a room: words of a person, of an AI, or a line that the server wrote. */
export type SpeakerKind = "person" | "ai" | "self" | "server";

export type EngagementFacts = {
  readonly room_type: RoomType;
  readonly room_open: boolean;
  /** How this AI takes part here, with every default filled in. */
  readonly mode: EngagementMode;
  /** Who spoke, as this AI sees them. Bridged and imported words are those of people. */
  readonly speaker: SpeakerKind;
  /** New words, or other words for old ones. */
  readonly act: "message" | "edit";
  /** The words name this AI. */
  readonly mentioned: boolean;
  /** A keyword of this AI stands in the words. */
  readonly keyword: boolean;
  /** The words are a direct answer to a message of this AI. */
  readonly answersIt: boolean;
  /** The words of another AI say nothing but thanks or yes. */
  readonly acknowledgement: boolean;
};

export type EngagementReason = "always" | "mention" | "keyword" | "reply";

/**
 * Whether an AI answers what was said, and why; null when it stays silent. It answers where it was asked: words in a thread
 * are answered in that thread.
 *
 * - Its own words, lines of the server and edits never wake it: an edit that adds a name is no question, and whoever wants an
 *   answer says so anew.
 * - Alone with one person (direct and sidekick rooms) it answers everything they say.
 * - Words of another AI wake it only where they name it, and not for a thank-you.
 * - `@room` names no AI: it asks the people who are there.
 * - `autonomous` is never woken by words, except where it is named: its turns are made by its task.
 */
export function engages(facts: EngagementFacts): EngagementReason | null {
  const { room_type, speaker, mode, mentioned, answersIt } = facts;
  if (!facts.room_open || facts.act === "edit" || speaker === "self" || speaker === "server") return null;
  if (speaker === "ai") return mentioned && !facts.acknowledgement ? "mention" : null;
  if (mentioned) return "mention";
  if (room_type === "dm" || room_type === "sidekick") return "always";
  if (mode === "autonomous") return null;
  if (answersIt) return "reply";
  if (mode === "always") return "always";
  return mode === "keyword" && facts.keyword ? "keyword" : null;
}

/** Longer words are looked through only this far, in UTF-16 units: the rest of a long paste asks nobody. */
const maxSearched = 20_000;

/**
 * Whether one of the keywords stands in the words: as whole words in any script, in any case, however accents were typed.
 * A keyword of several words may have any white space between them. Scripts without spaces have no word boundaries, so that
 * there a keyword stands wherever its letters do.
 */
export function hasKeyword(body: string, keywords: readonly string[]): boolean {
  const text = folded(body.slice(0, maxSearched));
  return keywords.some((keyword) => {
    const wanted = folded(keyword).trim();
    return wanted !== "" && standsIn(text, wanted);
  });
}

const wordLetter = /[\p{L}\p{N}\p{M}_]/u;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const asciiWord = /[a-z0-9_]/;

function standsIn(text: string, wanted: string): boolean {
  const [first, last] = [firstLetter(wanted), lastLetter(wanted)];
  const startsPlain = asciiWord.test(first);
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    // The usual answer, without looking at letters one by one.
    if (startsPlain && at > 0 && asciiWord.test(text[at - 1]!)) continue;
    const before = lastLetter(text.slice(Math.max(0, at - 2), at));
    const after = firstLetter(text.slice(at + wanted.length, at + wanted.length + 2));
    if (endsWord(before, first) && endsWord(after, last)) return true;
  }
  return false;
}

function endsWord(outside: string, inside: string): boolean {
  // A mark belongs to the letter before it, whatever the script.
  if (/\p{M}/u.test(outside)) return false;
  return !wordLetter.test(outside) || !wordLetter.test(inside) || unspaced.test(inside);
}

/** One form for all ways to write the same: composed, in one case, with single spaces. */
function folded(text: string): string {
  return text.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC").replace(/\s+/gu, " ");
}

function firstLetter(text: string): string {
  return [...text][0] ?? "";
}

function lastLetter(text: string): string {
  return [...text].at(-1) ?? "";
}

const thanks = new Set([
  "thanks", "thank you", "thank you so much", "many thanks", "thx", "ty", "ok", "okay", "k", "sure", "yes", "yep", "no problem",
  "got it", "understood", "noted", "great", "perfect", "nice", "cool", "awesome", "sounds good", "will do", "done", "agreed",
  "you re welcome", "youre welcome", "welcome", "my pleasure", "good", "thanks a lot", "great thanks", "ok thanks",
  "i will not reply", "no reply needed", "bedankt", "dank je", "dankjewel", "dank u", "oke", "oké", "prima", "graag gedaan",
  "begrepen", "danke", "danke schön", "vielen dank", "gern", "gerne", "alles klar", "verstanden", "bitte", "merci", "gracias",
]); // biome-ignore format: one list

/** Words without content: thanks, yes, a thumb. Names, punctuation and emoji around them don't make them a question. */
export function isAcknowledgement(body: string): boolean {
  if (body.length > 200) return false;
  const words = folded(body)
    .replace(/@[\p{L}\p{N}._-]+/gu, " ")
    .replace(/[^\p{L}\p{N}?]+/gu, " ")
    .trim();
  return words === "" || thanks.has(words);
}
