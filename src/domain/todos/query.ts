import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { SwError } from "#/domain/errors.ts";
import { isDate, type TodoPriority, todoPriorities } from "#/domain/todos/read-todos.ts";

/** What a `todos` block asks for; null for what it leaves open. */
export type TodoQuery = {
  status: "open" | "done" | "all";
  priority: TodoPriority | "none" | null;
  /** Days as they are, or by a name that the reader's zone decides on. */
  due: "today" | "this_week" | "overdue" | "none" | { date: string } | null;
  /** `me`, `none`, or a local id. */
  assignee: string | null;
  tag: string | null;
  /** `this`, or a slug. */
  workspace: string | null;
  sort: TodoSort;
  descending: boolean;
  limit: number;
};

export const todoSorts = ["due", "priority", "created", "note", "text"] as const;
export type TodoSort = (typeof todoSorts)[number];

const usualLimit = 50;
const maxLimit = 200;

type Read = (value: string, query: TodoQuery) => boolean;

const keys: Record<string, { read: Read; values: string }> = {
  status: { read: oneOf("status", ["open", "done", "all"]), values: "open, done or all" },
  priority: { read: oneOf("priority", [...todoPriorities, "none"]), values: "low, medium, high or none" },
  due: { read: readDue, values: "today, this_week, overdue, none or a day as 2026-11-30" },
  assignee: {
    read: matching("assignee", /^(?:me|none|[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?)$/, (value) =>
      value.replace(/^@/, "").toLowerCase(),
    ),
    values: "me, none or a name such as ana",
  },
  tag: { read: matching("tag", /^[\p{L}\p{N}_/-]{1,64}$/u, (value) => value.replace(/^#/, "")), values: "a tag" },
  workspace: {
    read: matching("workspace", /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/, (value) => value),
    values: "this, or a workspace as its address names it",
  },
  sort: { read: readSort, values: `${todoSorts.join(", ")}, with - before it for the other way round` },
  limit: { read: readLimit, values: `a number from 1 to ${maxLimit}` },
};

/**
 * Reads the YAML of a `todos` block: one flat mapping, and nothing that it does not know. An empty one asks for all that is
 * open. SW_QUERY_INVALID names the line, first is 1.
 */
export function readTodoQuery(source: string): TodoQuery {
  const query: TodoQuery = {
    status: "open",
    priority: null,
    due: null,
    assignee: null,
    tag: null,
    workspace: null,
    sort: "due",
    descending: false,
    limit: usualLimit,
  };
  const counter = new LineCounter();
  const document = parseDocument(source, { schema: "failsafe", lineCounter: counter, logLevel: "silent" });
  const lineOf = (offset: number) => Math.max(1, counter.linePos(offset).line);
  const [error] = document.errors;
  if (error)
    throw invalid(lineOf(error.pos[0]), error.code === "DUPLICATE_KEY" ? "A key stands twice." : "This is not YAML.");
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === "")) return query;
  if (!isMap(contents)) throw invalid(1, "Write one key and value a line, such as status: open.");
  for (const { key, value } of contents.items) {
    const line = isScalar(key) && key.range ? lineOf(key.range[0]) : 1;
    const name = isScalar(key) ? String(key.value) : "";
    const known = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (!known)
      throw invalid(line, `${name.slice(0, 40) || "This"} is no key. Known are ${Object.keys(keys).join(", ")}.`);
    const words = isScalar(value) && !value.anchor ? String(value.value).trim() : "";
    if (!known.read(words, query)) throw invalid(line, `${name} takes ${known.values}.`);
  }
  return query;
}

function invalid(line: number, reason: string): SwError {
  return new SwError("SW_QUERY_INVALID", `Line ${line}: ${reason}`);
}

function oneOf(field: "status" | "priority", allowed: readonly string[]): Read {
  return (value, query) => {
    if (!allowed.includes(value)) return false;
    Object.assign(query, { [field]: value });
    return true;
  };
}

function matching(field: "assignee" | "tag" | "workspace", form: RegExp, clean: (value: string) => string): Read {
  return (value, query) => {
    query[field] = clean(value);
    return form.test(query[field]);
  };
}

function readDue(value: string, query: TodoQuery): boolean {
  if (value === "today" || value === "this_week" || value === "overdue" || value === "none") query.due = value;
  else if (isDate(value)) query.due = { date: value };
  else return false;
  return true;
}

function readSort(value: string, query: TodoQuery): boolean {
  const name = value.replace(/^-/, "");
  const sort = todoSorts.find((one) => one === name);
  if (!sort) return false;
  query.sort = sort;
  query.descending = value.startsWith("-");
  return true;
}

function readLimit(value: string, query: TodoQuery): boolean {
  query.limit = Number(value);
  return /^\d{1,3}$/.test(value) && query.limit >= 1 && query.limit <= maxLimit;
}
