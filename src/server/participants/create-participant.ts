import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { MakeId } from "#/domain/ids.ts";
import { type NewParticipant, newParticipant } from "#/domain/participants/inputs.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { Writer } from "#/server/database/transact.ts";
import { participants } from "#/server/participants/tables.ts";

/** What a write that no signed-in actor makes needs from outside. */
export type Surroundings = { now: () => Date; newId: MakeId; serverName: string };

/**
 * Adds a participant of this server, in the caller's transaction, and answers the event to emit. Sign-up and seed want
 * `admitParticipant` of the workspaces, which also makes the personal workspace.
 * A `local_id` in use is SW_BAD_REQUEST.
 */
export async function createParticipant(
  tx: Writer,
  around: Surroundings,
  input: NewParticipant,
): Promise<{ participant: Participant; event: EventDraft }> {
  const fresh = newParticipant.parse(input);
  const participant: Participant = {
    id: around.newId(),
    local_id: fresh.local_id,
    server_name: around.serverName,
    display_name: fresh.display_name,
    participant_type: fresh.participant_type,
    avatar_url: fresh.avatar_url ?? null,
    model: fresh.model ?? null,
  };
  const inserted = await tx
    .insert(participants)
    .values({
      tenantId: tx.tenantId,
      id: participant.id,
      localId: participant.local_id,
      serverName: participant.server_name,
      displayName: participant.display_name,
      participantType: participant.participant_type,
      email: fresh.email ?? null,
      avatarUrl: participant.avatar_url,
      model: participant.model,
      roles: fresh.roles,
      preferences: {},
      createdAt: around.now(),
    })
    .onConflictDoNothing()
    .returning({ id: participants.id });
  if (inserted.length === 0) throw new SwError("SW_BAD_REQUEST", `The short name ${participant.local_id} is taken.`);
  return {
    participant,
    event: {
      id: around.newId(),
      type: "swp.participant.updated",
      room_id: null,
      workspace_id: null,
      sender_id: participant.id,
      content: { participant },
    },
  };
}
