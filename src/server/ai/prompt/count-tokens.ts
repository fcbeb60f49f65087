/** Estimates how many tokens a text is. */
export type TokenCounter = (text: string) => number;

/** The tokenizer takes time by the square of a run without a break: a page of one letter would stand still for seconds. */
const longestRun = 48;
const longRuns = /[\p{L}\p{M}]{49,}|[^\p{L}\p{M}\s]{49,}|\s{49,}/gu;
/** What no text here holds, so that it can mark where runs are broken. */
const mark = "\u0000";
const pieces = new RegExp(`[^]{1,${longestRun}}`, "gu");
/** Words that a tokenizer of chats takes for its own are plain words to us. */
const plain = { disallowedSpecial: new Set<string>() };

let loaded: Promise<TokenCounter> | undefined;

/**
 * Counts as o200k does: right for some models and near for the others, so that what it answers is an estimate; a gateway
 * tells the truth afterwards. Loaded at first use, since it is large and most processes never need it.
 */
export function tokenCounter(): Promise<TokenCounter> {
  loaded ??= import("gpt-tokenizer/encoding/o200k_base").then(({ countTokens }) => (text: string) => {
    const clean = text.replaceAll(mark, "");
    const broken = clean.replace(longRuns, (run) => `${run.match(pieces)!.join(mark)}${mark}`);
    return broken.split(mark).reduce((sum, piece) => sum + (piece === "" ? 0 : countTokens(piece, plain)), 0);
  });
  return loaded;
}
