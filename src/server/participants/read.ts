import { and, eq, isNull } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { Reader } from "#/server/database/transact.ts";
import { participants } from "#/server/participants/tables.ts";

/** What everyone of the tenant may know of a participant: no mail address, no roles, no preferences. */
export const publicColumns = {
  id: participants.id,
  local_id: participants.localId,
  server_name: participants.serverName,
  display_name: participants.displayName,
  participant_type: participants.participantType,
  avatar_url: participants.avatarUrl,
  model: participants.model,
};

/**
 * One active participant of the tenant, or SW_PARTICIPANT_NOT_FOUND. A write whose event carries them locks them for
 * `share`, so that the event cannot put an older name back; one that changes them locks them for `no key update`.
 */
export async function findParticipant(tx: Reader, id: string, lock?: "share" | "no key update"): Promise<Participant> {
  const query = tx
    .select(publicColumns)
    .from(participants)
    .where(and(eq(participants.id, id), isNull(participants.deactivatedAt)));
  const [found] = await (lock ? query.for(lock) : query);
  if (!found) throw new SwError("SW_PARTICIPANT_NOT_FOUND");
  return found;
}
