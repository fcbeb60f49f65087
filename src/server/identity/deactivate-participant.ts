import { sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { type Auditor, audit } from "#/server/log/audit.ts";
import { findParticipant } from "#/server/participants/read.ts";
import { handOverRooms } from "#/server/rooms/succession.ts";

/** One event names so many sessions at most, so that no frame of the stream grows without bound. */
const idsPerEvent = 200;

/**
 * Closes an account, in the caller's transaction, and answers the events to emit; `[]` when it is closed already.
 * Every session, program, ticket, personal token and mail link of theirs is gone with the commit, and their live sockets
 * close as soon as the hub reads the events. What they said stays, and rooms of which they were the last administrator get
 * another. The caller has allowed it and sees to the last owner
 * (`requireAnotherOwner`). A missing participant is SW_PARTICIPANT_NOT_FOUND.
 */
export async function deactivateParticipant(tx: Writer, by: Auditor, participantId: string): Promise<EventDraft[]> {
  // Rooms are locked before accounts, as whoever changes a membership does.
  const handedOver = await handOverRooms(tx, by, participantId);
  const account = await lockAccount(tx, participantId);
  if (account.deactivated) return handedOver;
  const ended = await removeCredentials(tx, participantId);
  await tx.rows(sql`
    update app.participants set deactivated_at = ${by.now().toISOString()}::timestamptz where id = ${participantId}`);
  audit(tx, by, {
    action: "account.deactivated",
    target: { type: "participant", id: participantId },
    details: { ended: ended.length },
  });
  return [
    ...handedOver,
    ...sessionsEnded(by, participantId, ended),
    {
      id: by.newId(),
      type: "swp.participant.deactivated",
      room_id: null,
      workspace_id: null,
      sender_id: by.actorId,
      content: { participant_id: participantId },
    },
  ];
}

/**
 * Opens a closed account again, in the caller's transaction, and answers the events to emit; `[]` when it is open.
 * Nothing of before signs them in: what a sign-in at the moment of closing left behind goes too.
 */
export async function reactivateParticipant(tx: Writer, by: Auditor, participantId: string): Promise<EventDraft[]> {
  const account = await lockAccount(tx, participantId);
  if (!account.deactivated) return [];
  const left = await removeCredentials(tx, participantId);
  await tx.rows(sql`update app.participants set deactivated_at = null where id = ${participantId}`);
  audit(tx, by, { action: "account.reactivated", target: { type: "participant", id: participantId } });
  const participant = await findParticipant(tx, participantId);
  return [
    ...sessionsEnded(by, participantId, left),
    {
      id: by.newId(),
      type: "swp.participant.updated",
      room_id: null,
      workspace_id: null,
      sender_id: by.actorId,
      content: { participant },
    },
  ];
}

/**
 * Ends every session of a person, browsers and programs, in the caller's transaction, and answers the events to emit.
 * `except` keeps one, such as the session in which the password was changed. Personal tokens stay unless `tokens`.
 */
export async function endAllSessions(
  tx: Writer,
  by: Auditor,
  participantId: string,
  { except = null, tokens = false }: { except?: string | null; tokens?: boolean } = {},
): Promise<EventDraft[]> {
  // Tickets and spent refresh tokens go with their session.
  const sessions = await tx.rows<{ id: string }>(sql`
    delete from app.sessions where participant_id = ${participantId} and id is distinct from ${except}::uuid
    returning id`);
  const own = tokens ? await removeTokens(tx, participantId) : [];
  const ended = [...sessions, ...own].map(({ id }) => id);
  if (ended.length === 0) return [];
  audit(tx, by, {
    action: "account.sessions_ended",
    target: { type: "participant", id: participantId },
    details: { ended: ended.length },
  });
  return sessionsEnded(by, participantId, ended);
}

/** The events that close the live sockets of these sessions and tokens, each as small as a frame may be. */
export function sessionsEnded(
  by: Pick<Auditor, "newId" | "actorId">,
  participantId: string,
  ids: readonly string[],
  reason: "signed_out" | "revoked" | "expired" = "revoked",
): EventDraft[] {
  const chunks = Array.from({ length: Math.ceil(ids.length / idsPerEvent) }, (_, index) =>
    ids.slice(index * idsPerEvent, (index + 1) * idsPerEvent),
  );
  return chunks.map((session_ids) => ({
    id: by.newId(),
    type: "swp.session.ended",
    room_id: null,
    workspace_id: null,
    sender_id: by.actorId,
    content: { session_ids, reason, participant_id: participantId },
  }));
}

/**
 * SW_TENANT_NEEDS_OWNER unless another active owner stays. All owners are locked in one order, so that two who step down
 * at once don't both count on the other. To be called before the target's own row is locked.
 */
export async function requireAnotherOwner(tx: Writer, participantId: string): Promise<void> {
  const owners = await tx.rows<{ id: string }>(sql`
    select id from app.participants where 'owner' = any(roles) and deactivated_at is null order by id for update`);
  if (!owners.some(({ id }) => id !== participantId)) throw new SwError("SW_TENANT_NEEDS_OWNER");
}

async function lockAccount(tx: Reader, participantId: string): Promise<{ deactivated: boolean }> {
  const [account] = await tx.rows<{ deactivated: boolean }>(sql`
    select deactivated_at is not null as deactivated from app.participants where id = ${participantId} for update`);
  if (!account) throw new SwError("SW_PARTICIPANT_NOT_FOUND");
  return account;
}

async function removeCredentials(tx: Writer, participantId: string): Promise<string[]> {
  const [sessions, tokens] = await Promise.all([
    tx.rows<{ id: string }>(sql`delete from app.sessions where participant_id = ${participantId} returning id`),
    removeTokens(tx, participantId),
    tx.rows(sql`delete from app.mail_links where participant_id = ${participantId}`),
  ]);
  return [...sessions, ...tokens].map(({ id }) => id);
}

function removeTokens(tx: Writer, participantId: string): Promise<{ id: string }[]> {
  return tx.rows(sql`delete from app.personal_tokens where participant_id = ${participantId} returning id`);
}
