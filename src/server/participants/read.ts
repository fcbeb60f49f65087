import { and, eq, isNull, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { isAi, type Participant } from "#/domain/participants/participant.ts";
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

/** Whoever is not an AI, and AIs too unless the tenant hides them: then nobody can tell that there are any. */
export const isNotHidden = sql<boolean>`(${participants.participantType} not in ('model', 'helper', 'agent')
  or not exists (select from app.ai_settings where hidden))`;

/**
 * One whom somebody may bring in or turn to, as `findParticipant`. Where the tenant hides AI there is none of them, in the
 * words for one who never was.
 */
export async function findPresent(tx: Reader, id: string, lock?: "share"): Promise<Participant> {
  const found = await findParticipant(tx, id, lock);
  const [shown] = isAi(found)
    ? await tx
        .select({ id: participants.id })
        .from(participants)
        .where(and(eq(participants.id, id), isNotHidden))
    : [found];
  if (!shown) throw new SwError("SW_PARTICIPANT_NOT_FOUND");
  return found;
}
