/** ` ^todo-r9k4f` at the end of a line: what the index knows a todo by. People see it in source mode alone. */
const idAtEnd = /(^|[ \t])\^todo-[a-z0-9]{5}[ \t]*$/;

/** Where a line hides its id. `home` is the end of the line for people: before the one space that goes ahead of the id. */
export type HiddenId = { readonly home: number; readonly start: number; readonly end: number };

/** The id of a line that begins at `from`; null when it has none. */
export function hiddenIdIn(line: string, from: number): HiddenId | null {
  const found = idAtEnd.exec(line);
  if (!found) return null;
  const start = from + found.index + found[1]!.length;
  return { home: from + found.index, start, end: from + line.length };
}

/** Where a caret belongs that was put on `position`: never inside or behind an id, and at the line's visible end. */
export function caretHome(line: string, from: number, position: number): number {
  const id = hiddenIdIn(line, from);
  return id && position >= id.start ? id.home : position;
}

export type LineSplit = {
  readonly changes: readonly { from: number; to: number; insert: string }[];
  readonly caret: number;
};

/**
 * Enter on a line with an id: what is before the caret keeps the id, what is behind it goes to a new line, which begins with
 * `begin` (the mark of a list, say).
 */
export function splitBeforeId(line: string, from: number, caret: number, begin: string): LineSplit | null {
  const id = hiddenIdIn(line, from);
  if (!id || caret > id.start) return null;
  const moved = line.slice(caret - from, id.home - from);
  const rest = moved.trimStart();
  const changes = [
    ...(moved === "" ? [] : [{ from: caret, to: Math.max(caret, id.home), insert: "" }]),
    { from: id.end, to: id.end, insert: `\n${begin}${rest}` },
  ];
  return { changes, caret: id.end - moved.length + 1 + begin.length };
}

/** What joins the line with the one below it, whose words come before the id: Delete at the end, Backspace on the next line. */
export function joinBeforeId(
  line: string,
  from: number,
  next: string,
): { from: number; to: number; insert: string; caret: number } | null {
  const id = hiddenIdIn(line, from);
  if (!id) return null;
  const own = hiddenIdIn(next, 0);
  const words = (own ? next.slice(0, own.home) : next).replace(/^\s*(?:[-*+] (?:\[[ xX]\] )?|\d{1,9}[.)] |> ?)?/, "");
  const kept = line.slice(id.home - from);
  return { from: id.home, to: id.end + 1 + next.length, insert: words + kept, caret: id.home };
}

/** What typing right before an id needs behind itself, so that the id stays apart from the words. */
export function spaceBeforeId(line: string, from: number, at: number, insert: string): string {
  const id = hiddenIdIn(line, from);
  return id && at === id.start && insert !== "" && !/\s$/.test(insert) ? `${insert} ` : insert;
}
