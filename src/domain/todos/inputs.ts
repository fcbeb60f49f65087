import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { maxTagLength } from "#/domain/notes/bounds.ts";
import { updatePreferencesInput } from "#/domain/participants/preferences.ts";
import { todoPriorities } from "#/domain/todos/read-todos.ts";
import { day } from "#/domain/todos/schema.ts";

const limit = z._default(z.int().check(z.minimum(1), z.maximum(200)), 50);
const offset = z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0);
const blockId = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, "Name the todo as its note does."));
const timezone = updatePreferencesInput.shape.timezone;
/** One line of words, with or without metadata such as `!high` or `@ana`. */
const words = z.string().check(
  z.trim(),
  z.minLength(1),
  z.maxLength(1_000),
  z.refine((text) => !/[\p{Cc}]/u.test(text) && text.isWellFormed(), "Write one line."),
);

const filters = {
  workspace_id: z.optional(id),
  priority: z.optional(z.enum(todoPriorities)),
  tag: z.optional(z.string().check(z.minLength(1), z.maxLength(maxTagLength))),
  /** A participant's id, `me`, or `none`. */
  assignee: z.optional(z.union([id, z.enum(["me", "none"])])),
};

export const listTodosInput = z.strictObject({
  ...filters,
  note_id: z.optional(id),
  /** `open` when absent. */
  status: z._default(z.enum(["open", "done", "all"]), "open"),
  /** First and last day; of todos without a day neither. */
  due_from: z.optional(day),
  due_to: z.optional(day),
  limit,
  offset,
});

export const todayInput = z.strictObject({
  ...filters,
  /** Where the person is; the zone of their preferences when absent. */
  timezone,
  /** Whose note is on top: one's personal workspace when absent. */
  active_workspace_id: z.optional(id),
});

export const todoStatusInput = z.strictObject({ note_id: id, block_id: blockId, done: z.boolean() });

/** What is left out stays; null takes it away. */
export const updateTodoInput = z.strictObject({
  note_id: id,
  block_id: blockId,
  due: z.optional(z.nullable(day)),
  /** A member of the note's workspace. */
  assignee_id: z.optional(z.nullable(id)),
  priority: z.optional(z.nullable(z.enum(todoPriorities))),
});

export const addTodoInput = z.strictObject({ note_id: id, text: words });
export const addToTodayInput = z.strictObject({
  /** One's personal workspace when absent. */
  workspace_id: z.optional(id),
  text: words,
});

export const queryTodosInput = z.strictObject({
  /** The YAML of a `todos` block. */
  query: z.string().check(z.maxLength(4_000)),
  /** What `workspace: this` means. */
  workspace_id: z.optional(id),
  timezone,
});

export type ListTodosInput = z.infer<typeof listTodosInput>;
export type TodayInput = z.infer<typeof todayInput>;
export type TodoStatusInput = z.infer<typeof todoStatusInput>;
export type UpdateTodoInput = z.infer<typeof updateTodoInput>;
export type AddTodoInput = z.infer<typeof addTodoInput>;
export type AddToTodayInput = z.infer<typeof addToTodayInput>;
export type QueryTodosInput = z.infer<typeof queryTodosInput>;
