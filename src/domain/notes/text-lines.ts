import { bracketFenceEnd } from "#/domain/notes/bracket-fence.ts";

/** A line of a Markdown text as its blocks see it. Offsets are UTF-16 units of the whole text. */
export type TextLine = {
  /** Of the text, first is 0. */
  line: number;
  /** Where the line begins, and where it ends without its line end. */
  from: number;
  to: number;
  /** Where its words begin, after the marks of quotes and lists; null for what is blank, code, a formula or a rule. */
  words: number | null;
  /** Its words go on with the paragraph of the line before. */
  goesOn: boolean;
  /** Level of the heading that it is, 1 to 6. Headings that are underlined are not told. */
  heading: number | null;
  /** Where the `[` of its todo is. */
  task: number | null;
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

const thematicBreak = /^(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/;
const itemMarker = /^(?:[-*+]|\d{1,9}[.)])(?= |$)/;
const task = /^\[(?: {1,3}|[xX]{1,3})\] +\S/;
const heading = /^(#{1,6})(?: |$)/;
const underline = /^(?:=+|-+) *$/;

/**
 * The lines of a Markdown text from `start` on. What is in fences, formulas and indented code, in lists and quotes too, has no
 * words. One pass, whatever it holds: the Markdown parser takes seconds for a long note and gives up over its bounds, while
 * todos and links are looked for at every save. Where both read a text, they agree.
 */
export function* textLines(text: string, start = 0): Generator<TextLine> {
  const state: State = { containers: [], fence: null, paragraph: false, bare: false };
  let line = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < start; at = text.indexOf("\n", at + 1)) line += 1;
  let from = start;
  // Up to where a formula in brackets goes.
  let formula = start;
  while (from <= text.length) {
    const end = text.indexOf("\n", from);
    const next = end === -1 ? text.length : end;
    const to = next > from && text.charCodeAt(next - 1) === 13 ? next - 1 : next;
    const opens = (containers: readonly Container[]) => {
      const found = bracketFenceEnd(text, next + 1, (line) => restIn(line, containers));
      formula = found ?? formula;
      return found !== null;
    };
    const read =
      from < formula ? wordless : readLine(text.slice(from, Math.min(to, from + longestPrefix)), state, opens);
    const place = (column: number | null) => (column === null ? null : from + column);
    yield { line, from, to, ...read, words: place(read.words), task: place(read.task) };
    from = next + 1;
    line += 1;
  }
}

/** Asks whether a formula in brackets begins with this line, in these containers. */
type Opens = (containers: readonly Container[]) => boolean;
const bracket = /^\\\[ *$/;

/** Where what the containers hold begins on the line; null where one of them ends. */
function restIn(source: string, containers: readonly Container[]): number | null {
  const { line, at } = withoutTabs(source.slice(0, longestPrefix));
  const { matched, rest } = matchContainers(line, containers);
  return matched === containers.length ? at(rest) : null;
}

type Read = Pick<TextLine, "words" | "goesOn" | "heading" | "task">;
const wordless: Read = { words: null, goesOn: false, heading: null, task: null };

/** Reads one line and moves the state on. Places are columns of the line. */
function readLine(source: string, state: State, opens: Opens): Read {
  const { line, at } = withoutTabs(source);
  if (line.trim() === "") {
    blank(line, state);
    return wordless;
  }
  state.bare = false;
  const { matched, rest } = matchContainers(line, state.containers);
  if (state.fence && matched >= state.fence.depth) {
    if (closesFence(line.slice(rest), state.fence)) state.fence = null;
    return wordless;
  }
  state.fence = null;
  const read = openContainers(line, { rest, matched, opens }, state);
  const place = (column: number | null) => (column === null ? null : at(column));
  return { ...read, words: place(read.words), task: place(read.task) };
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
  return { line, at: (column) => places[column] ?? source.length };
}

/** A blank line ends paragraphs and quotes; list items go on. */
function blank(line: string, state: State): void {
  state.paragraph = false;
  if (state.bare) state.containers.pop();
  state.bare = false;
  if (!state.containers.some(({ kind }) => kind === "quote")) return;
  state.containers.length = matchContainers(line, state.containers).matched;
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

/** Opens what begins on the rest of the line. */
function openContainers(
  line: string,
  { rest, matched, opens }: { rest: number; matched: number; opens: Opens },
  state: State,
): Read {
  const around = new Around(state, matched);
  let at = rest;
  for (;;) {
    const indent = indentFrom(line, at);
    const content = at + indent;
    const words = line.slice(content);
    if (indent > 3 && words !== "") return indented(line, content, around);
    const fence = fenceOf(words);
    if (words === "" || thematicBreak.test(words) || fence) {
      around.settle();
      state.paragraph = false;
      state.fence = fence && { ...fence, depth: state.containers.length };
      return wordless;
    }
    if (bracket.test(words) && opens(around.containers)) {
      around.settle();
      state.paragraph = false;
      return wordless;
    }
    const marker = itemMarker.exec(words)?.[0];
    const full = state.containers.length >= maxDepth && around.settled;
    const barred = marker && around.interrupts && !mayInterrupt(words, marker);
    if (full || barred || (words[0] !== ">" && !marker)) return ofText(line, content, around);
    around.settle();
    state.paragraph = false;
    if (marker) {
      const opened = openItem(line, { at, content, marker }, state);
      if (typeof opened !== "number") return opened;
      at = opened;
    } else {
      state.containers.push({ kind: "quote" });
      at = afterQuote(line, content);
    }
  }
}

/** Opens a list item; answers where what it holds begins, or the line when that is all there is to read. */
function openItem(line: string, from: { at: number; content: number; marker: string }, state: State): number | Read {
  const after = from.content + from.marker.length;
  const gap = indentFrom(line, after);
  // Five spaces and more are one, and then indented code; so are none, at the end of the line.
  const width = gap > 4 || after + gap === line.length ? 1 : gap;
  state.containers.push({ kind: "item", indent: after - from.at + width });
  state.bare = after + gap === line.length;
  if (state.bare) return wordless;
  const rest = after + width;
  if (gap > 4 || !task.test(line.slice(rest))) return rest;
  state.paragraph = true;
  return { words: rest, goesOn: false, heading: null, task: rest };
}

/** What a line does to the containers that it does not go on with. */
class Around {
  readonly state: State;
  readonly #matched: number;
  /** They have ended, or something in this line has begun. */
  settled = false;

  constructor(state: State, matched: number) {
    this.state = state;
    this.#matched = matched;
  }

  settle(): void {
    if (!this.settled) this.state.containers.length = this.#matched;
    this.settled = true;
  }

  /** Those that go on in this line. */
  get containers(): readonly Container[] {
    return this.settled ? this.state.containers : this.state.containers.slice(0, this.#matched);
  }

  /** A paragraph is open that the line may go on with, also from outside of what it is in. */
  get goesOn(): boolean {
    return this.state.paragraph && !this.settled;
  }

  /** What begins here would end a paragraph. */
  get interrupts(): boolean {
    return this.goesOn && this.#matched === this.state.containers.length;
  }
}

function ofText(line: string, content: number, around: Around): Read {
  const words = line.slice(content);
  const { goesOn, interrupts, state } = around;
  const level = heading.exec(words)?.[1]?.length ?? null;
  if (!goesOn || level !== null) around.settle();
  // An underline makes a heading of the paragraph, but not from outside of what the paragraph is in.
  state.paragraph = level === null && !(interrupts && underline.test(words));
  return {
    words: content,
    goesOn: goesOn && level === null,
    heading: level,
    task: goesOn ? taskIn(line, content) : null,
  };
}

/** Code, unless a paragraph goes on: there it is a todo that was indented too far, and still counts as one. */
function indented(line: string, content: number, around: Around): Read {
  if (around.goesOn) return { words: content, goesOn: true, heading: null, task: taskIn(line, content) };
  around.settle();
  around.state.paragraph = false;
  return wordless;
}

/** Of what stands where a list item would, in a paragraph that it can't end. */
function taskIn(line: string, content: number): number | null {
  const marker = /^(?:[-*+]|\d{1,9}[.)]) {1,4}(?=\[)/.exec(line.slice(content))?.[0];
  return marker && task.test(line.slice(content + marker.length)) ? content + marker.length : null;
}

/** A paragraph is ended by a list only if it has words and begins with one. */
function mayInterrupt(words: string, marker: string): boolean {
  return words.trim() !== marker && (!/^\d/.test(marker) || Number.parseInt(marker, 10) === 1);
}

function fenceOf(words: string): Omit<Fence, "depth"> | null {
  const found = /^(?:(`{3,})[^`]*|(~{3,}).*|(\$\$) *)$/.exec(words);
  const mark = found?.[1] ?? found?.[2] ?? found?.[3];
  return mark ? { marker: mark[0]!, size: mark.length } : null;
}

function closesFence(rest: string, { marker, size }: Fence): boolean {
  const mark = rest.trim();
  if (mark !== marker.repeat(mark.length)) return false;
  return marker === "$" ? mark.length === size : indentFrom(rest, 0) <= 3 && mark.length >= size;
}

function indentFrom(line: string, from: number): number {
  let at = from;
  while (line[at] === " ") at += 1;
  return at - from;
}

/** One space after the mark belongs to it. */
const afterQuote = (line: string, mark: number): number => (line[mark + 1] === " " ? mark + 2 : mark + 1);
