import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { isDate, todoPriorities } from "#/domain/todos/read-todos.ts";

/** A day as `YYYY-MM-DD`, that a calendar has. */
export const day = z.string().check(z.refine(isDate, "Write a day as 2026-11-30."));

/** A todo with the note that it stands in. */
export const todoItem = z.object({
  note_id: id,
  /** What names it in its note: `todo-r9k4f`, or its place for a line without an id. */
  block_id: z.string(),
  workspace_id: id,
  note_title: z.string(),
  /** Where a browser opens it. */
  path: z.string(),
  /** Its words as Markdown, without checkbox and metadata. */
  text: z.string(),
  done: z.boolean(),
  priority: z.nullable(z.enum(todoPriorities)),
  due: z.nullable(z.string()),
  assignee_id: z.nullable(id),
  tags: z.array(z.string()),
  created_at: z.string(),
  done_at: z.nullable(z.string()),
  /** Whether one may tick it. */
  can_write: z.boolean(),
});
export type TodoItem = z.infer<typeof todoItem>;

/** What stands on top of Today. */
export const todayNote = z.object({
  note_id: id,
  workspace_id: id,
  title: z.string(),
  path: z.string(),
  /** Its first lines. */
  markdown: z.string(),
  can_write: z.boolean(),
});
export type TodayNote = z.infer<typeof todayNote>;

export const today = z.object({
  /** The day where the person is. */
  date: z.string(),
  timezone: z.string(),
  pinned: z.nullable(todayNote),
  late: z.array(todoItem),
  today: z.array(todoItem),
  undated: z.array(todoItem),
  /** How many there are of each, also of those that are not told. */
  counts: z.object({ late: z.int(), today: z.int(), undated: z.int() }),
});
export type Today = z.infer<typeof today>;

/** What a query block shows. */
export const queriedTodos = z.object({ items: z.array(todoItem), has_more: z.boolean(), date: z.string() });
export type QueriedTodos = z.infer<typeof queriedTodos>;
