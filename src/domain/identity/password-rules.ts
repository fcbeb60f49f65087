import { commonWords } from "#/domain/identity/common-words.ts";
import { minPasswordLength } from "#/domain/identity/inputs.ts";

/** Whose password it is to be; what is unknown is absent. */
export type PasswordOwner = { email?: string | null; local_id?: string; display_name?: string };

/** Why a password is not good enough. */
export const passwordProblems = {
  too_short: `Choose at least ${minPasswordLength} characters.`,
  too_common: "This password is among the first that anybody would try. Choose another.",
  too_personal: "This password is too close to your own name or mail address. Choose another.",
} as const;
export type PasswordProblem = keyof typeof passwordProblems;

/** Fewer different characters than this are a pattern, however long. */
const minDifferent = 5;
/** A password of this many characters beside one's own name is not that name. */
const minBesideName = 6;

/**
 * What is wrong with a new password, or null. Length decides most; no mixture of kinds of characters is asked for, because
 * people answer that with `Password1!`. Characters are counted as code points.
 */
export function passwordProblem(password: string, owner: PasswordOwner): PasswordProblem | null {
  const text = password.normalize("NFC");
  const characters = [...text];
  if (characters.length < minPasswordLength) return "too_short";
  const lower = text.toLowerCase();
  if (isPattern(lower) || isOfCommonWords(lower)) return "too_common";
  return isOwnName(lower, owner) ? "too_personal" : null;
}

const runs = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p", "1q2w3e4r5t6y7u8i9o0p"]; // biome-ignore format: one list

/** A few characters over and over, or keys and letters in their order. */
function isPattern(lower: string): boolean {
  const characters = [...lower];
  if (new Set(characters).size < minDifferent) return true;
  for (let period = 1; period <= characters.length / 2; period += 1) {
    if (period <= 6 && characters.every((character, index) => character === characters[index % period])) return true;
  }
  return ordered(lower) >= characters.length - 3;
}

/** How many characters lie in runs of at least four along the alphabet, the digits or the keyboard, either way. */
function ordered(lower: string): number {
  const both = runs.flatMap((run) => [run, [...run].reverse().join("")]);
  let count = 0;
  for (let start = 0; start < lower.length; ) {
    const length = Math.max(...both.map((run) => alongRun(lower, start, run)));
    if (length >= 4) count += length;
    start += length >= 4 ? length : 1;
  }
  return count;
}

function alongRun(text: string, start: number, run: string): number {
  let at = run.indexOf(text[start]!);
  if (at < 0) return 0;
  let length = 0;
  while (at < run.length && start + length < text.length && text[start + length] === run[at]) {
    length += 1;
    at += 1;
  }
  return length;
}

const letterOfSign: Record<string, string> = {
  "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", $: "s", "!": "i", "|": "l",
}; // biome-ignore format: pairs

/** Nothing but common words and what people put around them. */
function isOfCommonWords(lower: string): boolean {
  const bare = lower.replace(/[^\p{L}]+/gu, "");
  const core = lower.replace(/^[^\p{L}@$]+|[^\p{L}@$]+$/gu, "");
  const spelled = [...core]
    .map((sign) => letterOfSign[sign] ?? sign)
    .join("")
    .replace(/[^\p{L}]+/gu, "");
  const whole = [...lower]
    .map((sign) => letterOfSign[sign] ?? sign)
    .join("")
    .replace(/[^\p{L}]+/gu, "");
  // A phrase of many words is long enough to be good, whatever the words.
  return [bare, spelled, whole].some((letters) => letters.length > 0 && letters.length <= 20 && isJoined(letters, 3));
}

/** Whether the letters are at most so many common words in a row. */
function isJoined(letters: string, words: number): boolean {
  if (letters === "") return true;
  if (words === 0) return false;
  for (let end = letters.length; end > 0; end -= 1) {
    if (commonWords.has(letters.slice(0, end)) && isJoined(letters.slice(end), words - 1)) return true;
  }
  return false;
}

function isOwnName(lower: string, owner: PasswordOwner): boolean {
  const names = [owner.email ?? "", owner.local_id ?? "", owner.display_name ?? ""].map((name) =>
    name.normalize("NFC").toLowerCase(),
  );
  const parts = [...names, ...names.flatMap((name) => name.split(/[^\p{L}\p{N}]+/u))]
    .filter((part) => part.length >= 3)
    .sort((one, other) => other.length - one.length);
  const rest = parts.reduce((text, part) => text.replaceAll(part, ""), lower);
  return rest !== lower && [...rest].length < minBesideName;
}
