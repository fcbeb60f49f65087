import { type SQL, sql } from "drizzle-orm";
import { notePath } from "#/domain/notes/paths.ts";
import type { TodoItem } from "#/domain/todos/schema.ts";
import type { Actor } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { readableNotes } from "#/server/notes/read.ts";

type Row = Omit<TodoItem, "path"> & { slug: string };

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** The todos `t` of the notes that the actor may read. */
export const readableTodos = (actor: Actor): SQL => sql`app.todos t join ${readableNotes(actor)} on n.id = t.note_id`;

/** Todos of notes that the actor may read, in an order of one's own. */
export async function selectTodos(
  tx: Reader,
  actor: Actor,
  { where, order, limit, offset = 0 }: { where: SQL; order: SQL; limit: number; offset?: number },
): Promise<TodoItem[]> {
  const rows = await tx.rows<Row>(sql`
    select t.note_id, t.block_id, t.workspace_id, n.title as note_title, w.slug, t.text, t.done, t.priority,
      to_char(t.due, 'YYYY-MM-DD') as due, t.assignee_id, to_jsonb(t.tags) as tags,
      ${iso("t.created_at")} as created_at, ${iso("t.done_at")} as done_at,
      (mine.role <> 'viewer' and n.status <> 'archived') as can_write
    from ${readableTodos(actor)} where ${where} order by ${order} limit ${limit} offset ${offset}`);
  return rows.map(({ slug, ...row }) => ({
    ...row,
    path: `${notePath(slug, { id: row.note_id, title: row.note_title })}#${encodeURIComponent(`^${row.block_id}`)}`,
  }));
}

/** One todo; null when there is none, or none that the actor may see. */
export async function findTodo(tx: Reader, actor: Actor, noteId: string, blockId: string): Promise<TodoItem | null> {
  const where = sql`t.note_id = ${noteId} and t.block_id = ${blockId}`;
  return (await selectTodos(tx, actor, { where, order: sql`t.ordinal`, limit: 1 }))[0] ?? null;
}

/** In the order in which they stand in their notes. */
export const asWritten = sql`n.created_at, n.id, t.ordinal`;
/** What is due first, then what matters most, then as written. */
export const byDue = sql`t.due nulls last, ${byPriority()} desc, ${asWritten}`;

export function byPriority(): SQL {
  return sql`case t.priority when 'high' then 3 when 'medium' then 2 when 'low' then 1 else 0 end`;
}

/** What both Today and lists are narrowed by. */
export function narrowed(
  actor: Actor,
  input: {
    workspace_id?: string | undefined;
    priority?: string | undefined;
    tag?: string | undefined;
    assignee?: string | undefined;
  },
): SQL {
  const { workspace_id, priority, tag, assignee } = input;
  const wanted = [sql`n.status <> 'archived'`];
  if (workspace_id) wanted.push(sql`t.workspace_id = ${workspace_id}`);
  if (priority) wanted.push(sql`t.priority = ${priority}`);
  if (tag) wanted.push(hasTag(tag));
  if (assignee === "none") wanted.push(sql`t.assignee_id is null`);
  else if (assignee) wanted.push(sql`t.assignee_id = ${assignee === "me" ? actor.participantId : assignee}`);
  return sql.join(wanted, sql` and `);
}

export const hasTag = (tag: string): SQL =>
  sql`exists (select from unnest(t.tags) tag where lower(tag) = lower(${tag}))`;
