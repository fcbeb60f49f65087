import { sql } from "drizzle-orm";
import type { ListTodosInput } from "#/domain/todos/inputs.ts";
import type { TodoItem } from "#/domain/todos/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { byDue, narrowed, selectTodos } from "#/server/todos/read-todo.ts";
import { seeWorkspace } from "#/server/workspaces/access.ts";

/** Todos of all notes that one may read and that are not archived, what is due first before the rest. SW_WORKSPACE_NOT_FOUND. */
export function listTodos(ctx: Context, input: ListTodosInput): Promise<TodoItem[]> {
  return reading(ctx, async (tx) => {
    if (input.workspace_id) await seeWorkspace(tx, ctx.actor, input.workspace_id);
    const wanted = [narrowed(ctx.actor, input)];
    if (input.status !== "all") wanted.push(sql`t.done = ${input.status === "done"}`);
    if (input.note_id) wanted.push(sql`t.note_id = ${input.note_id}`);
    if (input.due_from) wanted.push(sql`t.due >= ${input.due_from}::date`);
    if (input.due_to) wanted.push(sql`t.due <= ${input.due_to}::date`);
    const where = sql.join(wanted, sql` and `);
    return selectTodos(tx, ctx.actor, { where, order: byDue, limit: input.limit, offset: input.offset });
  });
}
