import { sql } from "drizzle-orm";
import type { Reader } from "#/server/database/transact.ts";
import type { Viewer } from "#/server/log/read.ts";

/** The rooms and workspaces a participant is in now: what their sync and their live socket cover. */
export async function viewerOf(tx: Reader, participantId: string): Promise<Viewer> {
  const [row] = await tx.rows<{ rooms: string[]; workspaces: string[] }>(sql`
    select
      coalesce((select jsonb_agg(room_id) from app.room_members
        where participant_id = ${participantId} and membership = 'join'), '[]') as rooms,
      coalesce((select jsonb_agg(workspace_id) from app.workspace_members
        where participant_id = ${participantId}), '[]') as workspaces`);
  return { participantId, roomIds: row!.rooms, workspaceIds: row!.workspaces };
}
