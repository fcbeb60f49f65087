import { type SQL, sql } from "drizzle-orm";
import { oneLine } from "#/server/ai/tools/builtin/words.ts";
import { type PluginContext, ToolFailure } from "#/server/ai/tools/plugin.ts";
import type { Reader } from "#/server/database/transact.ts";
import { mayRead } from "#/server/notes/links/visible.ts";

/**
 * Of a note `n`: whether its words may be in an answer here. The asker must be allowed to read it, and where others read the
 * answer, every person of this room too; in a room that everyone may read, every person of the tenant.
 */
export function mayAnswerWith({ asker, roomId, shared }: PluginContext): SQL {
  return sql`(${mayRead(asker.actor.participantId)} and (not ${shared} or not exists (
    select from app.participants reader
    where reader.participant_type not in ('model', 'agent', 'helper') and reader.deactivated_at is null
      and (exists (select from app.room_members hm
          where hm.room_id = ${roomId} and hm.participant_id = reader.id and hm.membership = 'join')
        or exists (select from app.rooms here
          where here.id = ${roomId} and here.room_type = 'public' and here.read_role_slugs is null))
      and not ${mayRead(sql`reader.id`)})))`;
}

export type FoundNote = { id: string; title: string; workspace: string };

/**
 * The one note that a model means: by its id, its title or another name of it, as `[[Title]]` too. Among those that may be
 * in an answer here; any other is not there.
 */
export async function noteNamed(tx: Reader, ctx: PluginContext, asked: string): Promise<FoundNote> {
  const name = linkName(asked).toLowerCase();
  const found = await tx.rows<FoundNote>(sql`
    select n.id, n.title, w.name as workspace from app.notes n join app.workspaces w on w.id = n.workspace_id
    where n.status <> 'archived' and ${mayAnswerWith(ctx)}
      and (n.id::text = ${name} or lower(n.title) = ${name}
        or exists (select from app.note_aliases a where a.note_id = n.id and a.key = ${name}))
    order by n.updated_at desc limit 6`);
  const [note, other] = found;
  if (!note) {
    throw new ToolFailure("There is no such note that everyone who reads here may read.", [
      "Look for it with find_note.",
      "Ask for its exact title.",
    ]);
  }
  if (other) {
    const choices = found.map(
      ({ id, title, workspace }) => `“${oneLine(title, 80)}” in “${oneLine(workspace, 80)}”: ${id}`,
    );
    throw new ToolFailure("Several notes are called that.", [`Use an id: ${choices.join("; ")}`]);
  }
  return note;
}

/** The name in a link, without its heading and its other text. */
export function linkName(asked: string): string {
  const inner = /^!?\[\[([^\]]*)\]\]$/.exec(asked.trim())?.[1];
  return (inner === undefined ? asked : (inner.split(/[|#]/)[0] ?? "")).trim();
}
