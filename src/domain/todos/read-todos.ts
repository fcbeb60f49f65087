import { maxTagLength, maxTags, maxTodos } from "#/domain/notes/bounds.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";
import { textLines } from "#/domain/notes/text-lines.ts";

export const todoPriorities = ["low", "medium", "high"] as const;
export type TodoPriority = (typeof todoPriorities)[number];

/** A part of the text, in UTF-16 units: `to` is the first that is not in it. */
export type Span = { from: number; to: number };

/** A `- [ ]` line of a note as it is written. */
export type Todo = {
  /** Of the text, first is 0. */
  line: number;
  /** Where the line begins, and where it ends without its line end. */
  from: number;
  to: number;
  /** Where the character between the brackets is. */
  mark: number;
  /** How many there are: more than one when two people ticked it at once, each replacing the same character. */
  marks: number;
  /** What stands after `^` at the line's end; of a line that has none, or one that a line before it has, `line-` and `ordinal`. */
  blockId: string;
  hasId: boolean;
  /** Its place among the todos, first is 0. */
  ordinal: number;
  done: boolean;
  /** Without checkbox, metadata and id; Markdown. */
  text: string;
  priority: TodoPriority | null;
  /** `YYYY-MM-DD`. */
  due: string | null;
  /** The local id after `@`, in lower case: whether someone has it is for others to find out. */
  assignee: string | null;
  /** Without `#`, as they are written. */
  tags: string[];
  /** Where each stands, with its mark; `date` is the ten characters of the date alone. */
  spans: { priority?: Span; due?: Span; date?: Span; assignee?: Span; id?: Span };
  /** What would count if the first of its kind were not there. It is part of the text. */
  repeated: { kind: "priority" | "due" | "assignee"; span: Span }[];
};

/** Words of a todo that are kept by the index. */
const maxTextLength = 2_000;
/** Longer lines are read up to here. */
const maxLineLength = 10_000;

const blockId = /(?:^|\s)\^([A-Za-z0-9][A-Za-z0-9-]{0,63})\s*$/;
const metadata =
  /(?<=^|\s)(?:!(low|medium|high)|(?:📅|due:)[ \t]{0,4}(\d{4}-\d{2}-\d{2})|@([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)|#([\p{L}\p{N}_/-]{1,64}))(?=\s|$)/gu;

/**
 * The todos of a note's whole text, frontmatter included, in their order: at most `maxTodos`. What looks like metadata and is
 * none, such as a date that no calendar has, is text; of what can be there once, the first counts.
 */
export function readTodos(text: string): Todo[] {
  const todos: Todo[] = [];
  const taken = new Set<string>();
  if (!/\[[ xX]{1,3}\]/.test(text)) return todos;
  const start = text.length - splitText(text).body.length;
  for (const { line, from, to, task } of textLines(text, start)) {
    if (task === null) continue;
    if (todos.length === maxTodos) break;
    const marks = text.indexOf("]", task) - task - 1;
    const todo = readTodo(text, { line, from, to, mark: task + 1, marks, ordinal: todos.length }, taken);
    if (todo.hasId) taken.add(todo.blockId);
    todos.push(todo);
  }
  return todos;
}

type Place = Pick<Todo, "line" | "from" | "to" | "mark" | "marks" | "ordinal">;

function readTodo(text: string, task: Place, taken: ReadonlySet<string>): Todo {
  const begin = task.mark + task.marks + 1;
  const named = idOf(text, begin, task.to);
  const words = text.slice(begin, Math.min(named?.span.from ?? task.to, begin + maxLineLength));
  const found = readMetadata(masked(words), begin);
  const hasId = named !== null && !taken.has(named.id);
  const spans = { ...found.spans, ...(named ? { id: named.span } : {}) };
  return {
    ...task,
    blockId: hasId ? named.id : `line-${task.ordinal}`,
    hasId,
    done: text[task.mark] !== " ",
    text: without(words, found.parts),
    priority: found.priority,
    due: found.due,
    assignee: found.assignee,
    tags: found.tags,
    spans,
    repeated: found.repeated,
  };
}

/** At the very end of a line, however long. Ids that look like a place are none: they would stand for another line. */
function idOf(text: string, begin: number, end: number): { id: string; span: Span } | null {
  const last = text.slice(Math.max(begin, end - 200), end);
  const id = blockId.exec(last)?.[1];
  if (!id || /^line-\d+$/.test(id)) return null;
  const from = end - last.length + last.lastIndexOf(`^${id}`);
  return { id, span: { from, to: from + id.length + 1 } };
}

type Metadata = Pick<Todo, "priority" | "due" | "assignee" | "tags" | "spans" | "repeated"> & { parts: Span[] };

function readMetadata(words: string, begin: number): Metadata {
  const read: Metadata = { priority: null, due: null, assignee: null, tags: [], spans: {}, repeated: [], parts: [] };
  const tags = new Set<string>();
  for (const found of words.matchAll(metadata)) {
    const [whole, priority, date, assignee, tag] = found;
    const part = { from: found.index, to: found.index + whole.length };
    const span = shift(part, begin);
    if (priority && read.priority === null) {
      read.priority = priority as TodoPriority;
      read.spans.priority = span;
    } else if (date && read.due === null && isDate(date)) {
      read.due = date;
      read.spans.due = span;
      read.spans.date = { from: span.to - date.length, to: span.to };
    } else if (assignee && read.assignee === null) {
      read.assignee = assignee.toLowerCase();
      read.spans.assignee = span;
    } else if (tag && /\p{L}/u.test(tag) && tag.length <= maxTagLength && tags.size < maxTags) {
      if (!tags.has(tag.toLowerCase())) read.tags.push(tag);
      tags.add(tag.toLowerCase());
    } else {
      const kind = priority ? "priority" : date && isDate(date) ? "due" : assignee ? "assignee" : null;
      if (kind) read.repeated.push({ kind, span });
      continue;
    }
    read.parts.push(part);
  }
  return read;
}

/** Whether a calendar has this day. */
export function isDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || date < "1000") return false;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/** The same length, with code blanked out: what stands there is not meant. */
function masked(words: string): string {
  if (!words.includes("`")) return words;
  const runs = [...words.matchAll(/`+/g)].map(({ index, 0: run }) => ({ index, size: run.length }));
  const last = new Map<number, number>();
  const closers = runs.map(() => -1);
  for (let at = runs.length - 1; at >= 0; at -= 1) {
    closers[at] = last.get(runs[at]!.size) ?? -1;
    last.set(runs[at]!.size, at);
  }
  let answer = "";
  let from = 0;
  for (let at = 0; at < runs.length; at += 1) {
    const closer = closers[at]!;
    if (closer === -1) continue;
    const end = runs[closer]!.index + runs[closer]!.size;
    answer += words.slice(from, runs[at]!.index) + "`".repeat(end - runs[at]!.index);
    from = end;
    at = closer;
  }
  return answer + words.slice(from);
}

function without(words: string, parts: readonly Span[]): string {
  let answer = "";
  let from = 0;
  for (const part of parts) {
    answer += words.slice(from, part.from);
    from = part.to;
  }
  return (answer + words.slice(from)).replace(/\s+/g, " ").trim().slice(0, maxTextLength).toWellFormed();
}

const shift = ({ from, to }: Span, by: number): Span => ({ from: from + by, to: to + by });
