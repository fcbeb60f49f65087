import type { WorkspaceRole } from "#/domain/workspaces/workspace.ts";

/** Of a stored quote, in characters: enough to know the place again. */
export const maxQuoteLength = 300;
/** Comments of one note, removed ones not counted. */
export const maxComments = 2_000;
/** People named in one comment. */
export const maxCommentMentions = 50;

/**
 * Who may change a comment that they see. Its author edits it; its author and those who edit the note remove it; they and
 * who began the thread resolve and reopen that.
 */
export function commentAllows(
  { role, isAuthor }: { role: WorkspaceRole; isAuthor: boolean },
  action: "edit" | "remove" | "resolve",
): boolean {
  if (isAuthor) return true;
  return action !== "edit" && role !== "viewer";
}

/** The lines from one number to another, first is 1, both included, without the last line's end; null when there are none. */
export function rangeOfLines(text: string, from: number, to: number): { from: number; to: number } | null {
  let start = 0;
  for (let line = 1; line < from; line += 1) {
    const end = text.indexOf("\n", start);
    if (end < 0) return null;
    start = end + 1;
  }
  let end = start;
  for (let line = from; line <= to; line += 1) {
    const next = text.indexOf("\n", end);
    if (next < 0) {
      end = text.length;
      break;
    }
    end = line === to ? next : next + 1;
  }
  return end > start ? { from: start, to: end } : null;
}

/**
 * The block that bears `^id` at the end of a line: that line, with those above it up to an empty one where it is a
 * paragraph, without the id. Null when no line bears it.
 */
export function rangeOfBlock(text: string, blockId: string): { from: number; to: number } | null {
  const mark = `^${blockId}`;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const after = text.slice(at + mark.length).match(/^[ \t]*(\r?\n|$)/);
    if (!after || !/[ \t\n]/.test(text[at - 1] ?? "\n")) continue;
    const start = text.lastIndexOf("\n", at - 1) + 1;
    const to = start + text.slice(start, at).trimEnd().length;
    if (to > start) return { from: start, to };
    // An id on a line of its own names the block above it.
    const above = text.slice(0, start).trimEnd();
    const from = Math.max(above.lastIndexOf("\n\n") + 2, above.lastIndexOf("\n\n") < 0 ? 0 : 2);
    return above.length > from ? { from, to: above.length } : null;
  }
  return null;
}

/** The words a comment is put on, as they are kept beside it. */
export function quoteOf(text: string, { from, to }: { from: number; to: number }): string {
  const words = text.slice(from, to);
  if (words.length <= maxQuoteLength) return words;
  return `${words.slice(0, maxQuoteLength - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Where words stand that were cut out and put elsewhere: their one place in the text; null for none or several. */
export function rangeOfQuote(text: string, quote: string): { from: number; to: number } | null {
  if (quote.length < 12 || quote.length >= maxQuoteLength) return null;
  const from = text.indexOf(quote);
  return from < 0 || text.includes(quote, from + 1) ? null : { from, to: from + quote.length };
}
