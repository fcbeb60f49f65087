import { sql } from "drizzle-orm";
import type { NoteRightsAnswer, NoteRightsRequest } from "#/domain/notes/contract.ts";
import { type NoteStatus, noteAllows } from "#/domain/notes/note.ts";
import type { WorkspaceRole } from "#/domain/workspaces/workspace.ts";
import { transact, type Writer } from "#/server/database/transact.ts";
import type { NoteHost } from "#/server/notes/live/host.ts";
import { noteOpened } from "#/server/notes/live/openings.ts";

type Standing = {
  participant_id: string;
  role: WorkspaceRole;
  status: NoteStatus;
  archived_from: NoteStatus | null;
  is_owner: boolean;
};

/**
 * What each who has a note open may do in it now. Absent: whoever may not read it, is deactivated, or came by a session or a
 * token that ended. A token of a program that may only read stays so: the door knows from its opening.
 */
export function noteRights(host: NoteHost, asked: NoteRightsRequest): Promise<NoteRightsAnswer> {
  return transact(host.database, asked.tenant_id, host.now(), async (tx) => {
    const ids = [...new Set(asked.openers.map(({ participant_id }) => participant_id))];
    const standings = new Map(
      (await standingsIn(tx, asked.note_id, ids)).map((standing) => [standing.participant_id, standing]),
    );
    const alive = await aliveAmong(
      tx,
      host.now(),
      asked.openers.flatMap(({ session_id }) => session_id ?? []),
    );
    if (standings.size > 0) noteOpened(tx, asked.note_id, host.now());
    const openers = asked.openers.flatMap(({ participant_id, session_id }) => {
      const standing = standings.get(participant_id);
      if (!standing || (session_id !== null && !alive.has(session_id))) return [];
      const { role, status, is_owner: isOwner, archived_from } = standing;
      const allows = (action: "read" | "write") => noteAllows({ role, status, isOwner }, action, archived_from);
      return allows("read") ? [{ participant_id, session_id, can_write: allows("write") }] : [];
    });
    return tx.emit([], () => ({ openers }));
  });
}

function standingsIn(tx: Writer, noteId: string, participantIds: readonly string[]): Promise<Standing[]> {
  return tx.rows<Standing>(sql`
    select m.participant_id, m.role, n.status, n.archived_from, n.owner_id = m.participant_id as is_owner
    from app.notes n
    join app.workspaces w on w.id = n.workspace_id and w.archived_at is null
    join app.workspace_members m on m.workspace_id = n.workspace_id
    join app.participants p on p.id = m.participant_id and p.deactivated_at is null
    join app.tenants t on t.tenant_id = n.tenant_id and t.suspended_at is null
    where n.id = ${noteId} and m.participant_id = any(${`{${participantIds.join(",")}}`}::uuid[])`);
}

async function aliveAmong(tx: Writer, now: Date, sessionIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (sessionIds.length === 0) return new Set();
  const [ids, at] = [`{${sessionIds.join(",")}}`, now.toISOString()];
  const rows = await tx.rows<{ id: string }>(sql`
    select id from app.sessions where id = any(${ids}::uuid[]) and expires_at > ${at}::timestamptz
    union all
    select id from app.personal_tokens where id = any(${ids}::uuid[])
      and (expires_at is null or expires_at > ${at}::timestamptz)`);
  return new Set(rows.map(({ id }) => id));
}
