import { sql } from "drizzle-orm";
import type { Reader } from "#/server/database/transact.ts";
import type { Viewer } from "#/server/log/read.ts";

/** The rooms and workspaces a participant is in now: what their sync and their live socket cover. */
export async function viewerOf(tx: Reader, participantId: string): Promise<Viewer> {
  const [row] = await tx.rows<{ rooms: string[]; workspaces: string[]; since: Record<string, number> | null }>(sql`
    select
      coalesce((select jsonb_agg(m.room_id) from app.room_members m join app.rooms r on r.id = m.room_id
        where m.participant_id = ${participantId} and m.membership = 'join'
          and app.holds_role(r.read_role_slugs, ${participantId})), '[]') as rooms,
      (select jsonb_object_agg(m.room_id, e.stream_position) from app.room_members m
        join app.rooms r on r.id = m.room_id and r.room_type = 'incognito' join app.events e on e.id = m.member_event_id
        where m.participant_id = ${participantId} and m.membership = 'join') as since,
      coalesce((select jsonb_agg(workspace_id) from app.workspace_members
        where participant_id = ${participantId}), '[]') as workspaces`);
  return { participantId, roomIds: row!.rooms, workspaceIds: row!.workspaces, since: row!.since };
}
