import { type SQL, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { splitText } from "#/domain/notes/frontmatter.ts";
import { notePath } from "#/domain/notes/paths.ts";
import { readPreferences } from "#/domain/participants/preferences.ts";
import { dayIn } from "#/domain/todos/days.ts";
import type { TodayInput } from "#/domain/todos/inputs.ts";
import type { Today, TodayNote } from "#/domain/todos/schema.ts";
import { type Actor, type Context, reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { allowsNote, seeNote } from "#/server/notes/access.ts";
import { personalWorkspaceOf } from "#/server/rooms/create-room.ts";
import { byDue, narrowed, readableTodos, selectTodos } from "#/server/todos/read-todo.ts";
import { seeWorkspace } from "#/server/workspaces/access.ts";

/** Of each of the three. */
const maxShown = 200;
const pinnedLines = 6;
const pinnedLength = 2_000;

/**
 * What is open and was due before today, is due today, or has no day: today as it is where the person is. With the note that
 * stands on top of Today in a workspace. SW_WORKSPACE_NOT_FOUND.
 */
export function readToday(ctx: Context, input: TodayInput): Promise<Today> {
  return reading(ctx, async (tx) => {
    if (input.workspace_id) await seeWorkspace(tx, ctx.actor, input.workspace_id);
    const timezone = input.timezone ?? (await zoneOf(tx, ctx.actor));
    const date = dayIn(timezone, ctx.now());
    const open = sql`not t.done and ${narrowed(ctx.actor, input)}`;
    const late = sql`${open} and t.due < ${date}::date`;
    const today = sql`${open} and t.due = ${date}::date`;
    const undated = sql`${open} and t.due is null`;
    const select = (where: SQL) => selectTodos(tx, ctx.actor, { where, order: byDue, limit: maxShown });
    const workspaceId = input.active_workspace_id ?? (await personalWorkspaceOf(tx, ctx.actor));
    return {
      date,
      timezone,
      pinned: await readTodayNote(tx, ctx.actor, workspaceId),
      late: await select(late),
      today: await select(today),
      undated: await select(undated),
      counts: await counted(tx, ctx.actor, { late, today, undated }),
    };
  });
}

/** The zone that a person chose, or the one they have without a choice. */
export async function zoneOf(tx: Reader, actor: Actor): Promise<string> {
  const [row] = await tx.rows<{ preferences: Record<string, unknown> }>(sql`
    select preferences from app.participants where id = ${actor.participantId}`);
  return readPreferences(row?.preferences ?? {}).timezone;
}

type Three = { late: SQL; today: SQL; undated: SQL };

async function counted(tx: Reader, actor: Actor, { late, today, undated }: Three): Promise<Today["counts"]> {
  const [row] = await tx.rows<Today["counts"]>(sql`
    select count(*) filter (where ${late})::int as late, count(*) filter (where ${today})::int as today,
      count(*) filter (where ${undated})::int as undated
    from ${readableTodos(actor)}`);
  return row!;
}

/** The note on top of Today in a workspace; null when there is none that this one may read. SW_WORKSPACE_NOT_FOUND. */
async function readTodayNote(tx: Reader, actor: Actor, workspaceId: string): Promise<TodayNote | null> {
  await seeWorkspace(tx, actor, workspaceId);
  const noteId = await pinnedIn(tx, workspaceId);
  const seen = noteId === null ? null : await seeNote(tx, actor, noteId).catch(orNone);
  if (!seen || seen.row.workspaceId !== workspaceId || seen.row.status === "archived") return null;
  const { row, workspaceSlug } = seen;
  const lines = splitText(row.body).body.trimStart().split("\n").slice(0, pinnedLines);
  return {
    note_id: row.id,
    workspace_id: workspaceId,
    title: row.title,
    path: notePath(workspaceSlug, row),
    markdown: lines.join("\n").slice(0, pinnedLength).toWellFormed(),
    can_write: allowsNote(seen, actor, "write"),
  };
}

/** The id that the workspace's settings say. */
export async function pinnedIn(tx: Reader, workspaceId: string): Promise<string | null> {
  const [row] = await tx.rows<{ id: string | null }>(sql`
    select settings->>'today_pinned_note_id' as id from app.workspaces where id = ${workspaceId}`);
  return row?.id ?? null;
}

function orNone(error: unknown): null {
  if (error instanceof SwError && error.code === "SW_NOTE_NOT_FOUND") return null;
  throw error;
}
