import { eq } from "drizzle-orm";
import type { NoteOpening, NoteOpenRequest } from "#/domain/notes/contract.ts";
import { isAi } from "#/domain/participants/participant.ts";
import { innerActor } from "#/server/database/context.ts";
import { transact } from "#/server/database/transact.ts";
import { proveOpener, type StreamDoor } from "#/server/identity/open-stream.ts";
import { allowsNote, seeNote } from "#/server/notes/access.ts";
import { noteOpened } from "#/server/notes/live/openings.ts";
import { participants } from "#/server/participants/tables.ts";

/**
 * Verifies the token of somebody who opens a note by WebSocket, exactly as that of a stream, and answers who it is and what
 * they may. That the note is open is written down in the same transaction, with their role held until its commit: a
 * change of the role that comes after finds it. SW_NOTE_NOT_FOUND, and what the verifier refuses.
 */
export async function openNote(door: StreamDoor, question: NoteOpenRequest): Promise<NoteOpening> {
  const { tenant, opener } = await proveOpener(door, question);
  const { participant_id: participantId, session_id, expires_at, read_only } = opener;
  const actor = innerActor({ tenantId: tenant.id, participantId, serverName: tenant.serverName, roles: [] });
  return transact(door.database, tenant.id, door.now(), async (tx) => {
    const seen = await seeNote(tx, actor, question.note_id);
    const [who] = await tx
      .select({ name: participants.displayName, participant_type: participants.participantType })
      .from(participants)
      .where(eq(participants.id, participantId));
    noteOpened(tx, question.note_id, door.now());
    return tx.emit([], () => ({
      tenant_id: tenant.id,
      note_id: question.note_id,
      participant_id: participantId,
      display_name: who!.name,
      is_ai: isAi(who!),
      session_id,
      expires_at,
      read_only: read_only === true,
      can_write: !read_only && allowsNote(seen, actor, "write"),
    }));
  });
}
