import { type SQL, sql } from "drizzle-orm";
import { dayIn, endOfWeek } from "#/domain/todos/days.ts";
import type { QueryTodosInput } from "#/domain/todos/inputs.ts";
import { readTodoQuery, type TodoQuery, type TodoSort } from "#/domain/todos/query.ts";
import type { QueriedTodos } from "#/domain/todos/schema.ts";
import { type Actor, type Context, reading } from "#/server/database/context.ts";
import { asWritten, byPriority, hasTag, narrowed, selectTodos } from "#/server/todos/read-todo.ts";
import { zoneOf } from "#/server/todos/today.ts";

/**
 * What a `todos` block of a note shows to this reader, with the day that it is for them. A workspace or person that they can't
 * see, or that is none, has no todos. SW_QUERY_INVALID with the line.
 */
export async function queryTodos(ctx: Context, input: QueryTodosInput): Promise<QueriedTodos> {
  const query = readTodoQuery(input.query);
  return reading(ctx, async (tx) => {
    const date = dayIn(input.timezone ?? (await zoneOf(tx, ctx.actor)), ctx.now());
    const where = sql.join(wantedBy(query, { actor: ctx.actor, date, here: input.workspace_id ?? null }), sql` and `);
    const found = await selectTodos(tx, ctx.actor, { where, order: orderBy(query), limit: query.limit + 1 });
    return { items: found.slice(0, query.limit), has_more: found.length > query.limit, date };
  });
}

type Around = { actor: Actor; date: string; here: string | null };

function wantedBy(query: TodoQuery, around: Around): SQL[] {
  const wanted = [narrowed(around.actor, {})];
  if (query.status !== "all") wanted.push(sql`t.done = ${query.status === "done"}`);
  if (query.priority === "none") wanted.push(sql`t.priority is null`);
  else if (query.priority) wanted.push(sql`t.priority = ${query.priority}`);
  if (query.due) wanted.push(dueIs(query.due, around.date));
  if (query.assignee) wanted.push(assignedTo(query.assignee, around.actor));
  if (query.tag) wanted.push(hasTag(query.tag));
  if (query.workspace === "this") wanted.push(around.here ? sql`t.workspace_id = ${around.here}` : sql`false`);
  else if (query.workspace) wanted.push(sql`w.slug = ${query.workspace}`);
  return wanted;
}

function dueIs(due: NonNullable<TodoQuery["due"]>, date: string): SQL {
  if (due === "none") return sql`t.due is null`;
  if (due === "overdue") return sql`t.due < ${date}::date`;
  if (due === "today") return sql`t.due = ${date}::date`;
  if (due === "this_week") return sql`t.due between ${date}::date and ${endOfWeek(date)}::date`;
  return sql`t.due = ${due.date}::date`;
}

function assignedTo(assignee: string, actor: Actor): SQL {
  if (assignee === "none") return sql`t.assignee_id is null`;
  if (assignee === "me") return sql`t.assignee_id = ${actor.participantId}`;
  return sql`t.assignee_id = (select p.id from app.participants p where lower(p.local_id) = ${assignee} limit 1)`;
}

const sorts: Record<TodoSort, SQL> = {
  due: sql`t.due`,
  priority: sql`${byPriority()}`,
  created: sql`t.created_at`,
  note: sql`lower(n.title)`,
  text: sql`lower(t.text)`,
};

/** What matters most stands first, unless it is asked the other way round. */
function orderBy({ sort, descending }: TodoQuery): SQL {
  const down = sort === "priority" ? !descending : descending;
  return sql`${sorts[sort]} ${down ? sql`desc` : sql`asc`} nulls last, ${asWritten}`;
}
