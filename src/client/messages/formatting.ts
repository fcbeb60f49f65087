import type { Change } from "#/client/messages/marks.ts";

export type Block = "bullets" | "numbers" | "quote";

const starts: Record<Block, (index: number) => string> = {
  bullets: () => "- ",
  numbers: (index) => `${index + 1}. `,
  quote: () => "> ",
};
const started: Record<Block, RegExp> = { bullets: /^[-*+] /, numbers: /^\d{1,9}[.)] /, quote: /^> ?/ };

/** Begins every selected line so, or takes it away where all of them do already. */
export function toggleBlock(text: string, start: number, end: number, block: Block): Change {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split("\n");
  const isOn = lines.every((line) => started[block].test(line));
  const changed = lines.map((line, index) =>
    isOn ? line.replace(started[block], "") : starts[block](index) + withoutBlock(line),
  );
  const insert = changed.join("\n");
  // A caret stays a caret, behind the words; a selection becomes the lines that were changed.
  const select: Change["select"] =
    start === end ? [from + insert.length, from + insert.length] : [from, from + insert.length];
  return { from, to, insert, select };
}

/** Of two blocks the later one stands. */
function withoutBlock(line: string): string {
  return line.replace(/^(?:[-*+] |\d{1,9}[.)] )/, "");
}

/** Puts the selected lines into a fence of their own, longer than any that they hold; an empty one has the caret inside. */
export function fence(text: string, start: number, end: number): Change {
  const inside = text.slice(start, end);
  const longest = Math.max(2, ...[...inside.matchAll(/`{3,}/g)].map((match) => match[0].length));
  const mark = "`".repeat(longest + 1);
  const before = start === 0 || text[start - 1] === "\n" ? "" : "\n";
  const after = end === text.length || text[end] === "\n" ? "" : "\n";
  const caret = start + before.length + mark.length + 1;
  return {
    from: start,
    to: end,
    insert: `${before}${mark}\n${inside}\n${mark}${after}`,
    select: [caret, caret + inside.length],
  };
}
