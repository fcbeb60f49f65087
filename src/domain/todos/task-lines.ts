/** A line that holds a todo. Offsets are UTF-16 units of the whole text. */
export type TaskLine = {
  /** Of the text, first is 0. */
  line: number;
  /** Where the line begins, and where it ends without its line end. */
  from: number;
  to: number;
  /** Where the character between the brackets is. */
  mark: number;
  /** How many there are: more than one when two people ticked it at once, each replacing the same character. */
  marks: number;
};

type Container = { kind: "quote" } | { kind: "item"; indent: number };
type Fence = { marker: string; size: number; depth: number };
type State = {
  containers: Container[];
  fence: Fence | null;
  paragraph: boolean;
  /** The line before began a list item and had nothing more: a blank line now ends it. */
  bare: boolean;
};

/** Deeper nesting is read as text, as the Markdown parser does; it also bounds the work for each line. */
const maxDepth = 32;
/** Marks of containers stand at a line's beginning; columns after these are only text. */
const longestPrefix = 512;

const thematicBreak = /^(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})$/;
const itemMarker = /^(?:[-*+]|\d{1,9}[.)])(?= |$)/;
const task = /^\[(?: {1,3}|[xX]{1,3})\] +\S/;
const heading = /^#{1,6}(?: |$)/;
const underline = /^(?:=+|-+) *$/;

/**
 * The lines of a Markdown text that hold a todo, from `start` on: list items that begin with `[ ]` or `[x]`, nested and in
 * quotes, but not in fences, formulas or indented code. One pass of the lines, whatever they hold, so that a text over the
 * bounds of the Markdown parser keeps its todos too.
 */
export function* taskLines(text: string, start = 0): Generator<TaskLine> {
  const state: State = { containers: [], fence: null, paragraph: false, bare: false };
  let line = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < start; at = text.indexOf("\n", at + 1)) line += 1;
  let from = start;
  while (from <= text.length) {
    const end = text.indexOf("\n", from);
    const next = end === -1 ? text.length : end;
    const to = next > from && text.charCodeAt(next - 1) === 13 ? next - 1 : next;
    const bracket = bracketIn(text.slice(from, Math.min(to, from + longestPrefix)), state);
    if (bracket !== null) {
      const mark = from + bracket + 1;
      yield { line, from, to, mark, marks: text.indexOf("]", mark) - mark };
    }
    from = next + 1;
    line += 1;
  }
}

/** Reads one line and moves the state on; answers where the `[` of its todo is. */
function bracketIn(source: string, state: State): number | null {
  const { line, at } = withoutTabs(source);
  if (line.trim() === "") {
    blank(line, state);
    return null;
  }
  state.bare = false;
  const { matched, rest } = matchContainers(line, state.containers);
  if (state.fence && matched >= state.fence.depth) {
    if (closesFence(line.slice(rest), state.fence)) state.fence = null;
    return null;
  }
  state.fence = null;
  const bracket = openContainers(line, { rest, matched }, state);
  return bracket === null ? null : at(bracket);
}

/** Tabs as spaces up to the next fourth column, and where a column was in the line as it is. */
function withoutTabs(source: string): { line: string; at: (column: number) => number } {
  if (!source.includes("\t")) return { line: source, at: (column) => column };
  const places: number[] = [];
  let line = "";
  for (let index = 0; index < source.length; index += 1) {
    const width = source[index] === "\t" ? 4 - (line.length % 4) : 1;
    line += source[index] === "\t" ? " ".repeat(width) : source[index];
    for (let column = 0; column < width; column += 1) places.push(index);
  }
  return { line, at: (column) => places[column]! };
}

/** A blank line ends paragraphs and quotes; list items go on. */
function blank(line: string, state: State): void {
  state.paragraph = false;
  if (state.bare) state.containers.pop();
  state.bare = false;
  const quote = state.containers.findIndex(({ kind }) => kind === "quote");
  if (quote === -1) return;
  const { matched } = matchContainers(line, state.containers);
  state.containers.length = Math.min(matched, state.containers.length);
  if (state.fence && state.fence.depth > state.containers.length) state.fence = null;
}

/** How many of the open containers this line goes on with, and where what they hold begins. */
function matchContainers(line: string, containers: readonly Container[]): { matched: number; rest: number } {
  let rest = 0;
  for (const [matched, container] of containers.entries()) {
    const indent = indentFrom(line, rest);
    const empty = rest + indent === line.length;
    if (container.kind === "item") {
      if (indent < container.indent && !empty) return { matched, rest };
      rest += Math.min(indent, container.indent);
    } else {
      if (indent > 3 || line[rest + indent] !== ">") return { matched, rest };
      rest = afterQuote(line, rest + indent);
    }
  }
  return { matched: containers.length, rest };
}

/** Opens what begins on the rest of the line; answers where the bracket of its todo is. */
function openContainers(line: string, from: { rest: number; matched: number }, state: State): number | null {
  let { rest } = from;
  let opened = false;
  // What the line does not go on with ends, unless it is only the next line of a paragraph in there.
  const settle = () => {
    if (!opened) state.containers.length = from.matched;
    opened = true;
  };
  for (;;) {
    const indent = indentFrom(line, rest);
    const words = line.slice(rest + indent);
    const goesOn = state.paragraph && !opened;
    if (indent > 3 && words !== "") return indented(line, rest, { goesOn, settle, state });
    const content = rest + indent;
    const fence = fenceOf(words);
    if (words === "" || thematicBreak.test(words) || fence) {
      settle();
      state.paragraph = false;
      state.fence = fence && { ...fence, depth: state.containers.length };
      return null;
    }
    const interrupts = goesOn && from.matched === state.containers.length;
    const marker = itemMarker.exec(words)?.[0];
    if (marker && interrupts && !mayInterrupt(words, marker)) {
      return taskIn(line, content) ?? text(words, { goesOn, settle, state }, false);
    }
    const full = state.containers.length >= maxDepth && opened;
    if (full || (words[0] !== ">" && !marker)) {
      return text(words, { goesOn, settle, state }, from.matched < state.containers.length);
    }
    settle();
    state.paragraph = false;
    if (!marker) {
      state.containers.push({ kind: "quote" });
      rest = afterQuote(line, content);
      continue;
    }
    const after = content + marker.length;
    const gap = indentFrom(line, after);
    // Five spaces and more are one, and then indented code; so are none, at the end of the line.
    const width = gap > 4 || after + gap === line.length ? 1 : gap;
    state.containers.push({ kind: "item", indent: indent + marker.length + width });
    state.bare = after + gap === line.length;
    if (state.bare) return null;
    rest = after + width;
    if (gap <= 4 && task.test(line.slice(rest))) {
      state.paragraph = true;
      return rest;
    }
  }
}

type Around = { goesOn: boolean; settle: () => void; state: State };

function text(words: string, { goesOn, settle, state }: Around, lazy: boolean): null {
  if (!goesOn || heading.test(words)) settle();
  // An underline makes a heading of the paragraph, but not from outside of what the paragraph is in.
  state.paragraph = !heading.test(words) && !(goesOn && !lazy && underline.test(words));
  return null;
}

/** Code, unless a paragraph goes on: there it is a todo that was indented too far, and still counts as one. */
function indented(line: string, rest: number, { goesOn, settle, state }: Around): number | null {
  if (!goesOn) {
    settle();
    state.paragraph = false;
    return null;
  }
  return taskIn(line, rest + indentFrom(line, rest));
}

/** Of what stands where a list item would, in a paragraph that it can't end. */
function taskIn(line: string, content: number): number | null {
  const marker = /^(?:[-*+]|\d{1,9}[.)]) {1,4}(?=\[)/.exec(line.slice(content))?.[0];
  return marker && task.test(line.slice(content + marker.length)) ? content + marker.length : null;
}

/** A paragraph is ended by a list only if it has words and begins with one. */
function mayInterrupt(words: string, marker: string): boolean {
  return (
    words.length > marker.length &&
    words.trim() !== marker &&
    (!/^\d/.test(marker) || Number.parseInt(marker, 10) === 1)
  );
}

function fenceOf(words: string): Omit<Fence, "depth"> | null {
  const found = /^(?:(`{3,})[^`]*|(~{3,}).*|(\$\$) *)$/.exec(words);
  const mark = found?.[1] ?? found?.[2] ?? found?.[3];
  return mark ? { marker: mark[0]!, size: mark.length } : null;
}

function closesFence(rest: string, { marker, size }: Fence): boolean {
  const indent = indentFrom(rest, 0);
  const mark = rest.trim();
  if (mark !== marker.repeat(mark.length)) return false;
  return marker === "$" ? mark.length === size : indent <= 3 && mark.length >= size;
}

function indentFrom(line: string, from: number): number {
  let at = from;
  while (line[at] === " ") at += 1;
  return at - from;
}

/** One space after the mark belongs to it. */
const afterQuote = (line: string, mark: number): number => (line[mark + 1] === " " ? mark + 2 : mark + 1);
