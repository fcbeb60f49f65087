import { sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import type { Writer } from "#/server/database/transact.ts";
import { deactivateParticipant, reactivateParticipant } from "#/server/identity/deactivate-participant.ts";
import { type Auditor, audit } from "#/server/log/audit.ts";
import { requirePlaceForPerson } from "#/server/participants/capacity.ts";
import { lockRoomsOf } from "#/server/rooms/lost-roles.ts";

export type LinkedAccount = {
  participantId: string;
  issuer: string;
  subject: string;
  deactivated: boolean;
  seenAt: Date;
};

/** The account of someone of the provider, locked after the rooms that it may reach; undefined when they were never here. */
export async function linkedAccount(tx: Writer, issuer: string, subject: string): Promise<LinkedAccount | undefined> {
  const known = await tx.rows<{ id: string }>(sql`
    select participant_id as id from app.provider_accounts where issuer = ${issuer} and subject = ${subject}`);
  await lockRoomsOf(tx, known.map(({ id }) => id)); // biome-ignore format: one step
  const [row] = await tx.rows<{ id: string; deactivated: boolean; seen_ms: string }>(sql`
    select p.id, p.deactivated_at is not null as deactivated,
      (extract(epoch from a.seen_at) * 1000)::bigint as seen_ms
    from app.provider_accounts a join app.participants p on p.id = a.participant_id
    where a.issuer = ${issuer} and a.subject = ${subject} for update of a, p`);
  if (!row) return undefined;
  const { id, deactivated, seen_ms } = row;
  return { participantId: id, issuer, subject, deactivated, seenAt: new Date(Number(seen_ms)) };
}

/**
 * Closes the account because the provider says so, whoever they are: a company's word counts more than our last owner,
 * whom the operator can replace. `at` is when the provider decided it. Null when it is closed already.
 */
export async function closeAccount(
  tx: Writer,
  by: Auditor,
  account: LinkedAccount,
  at: Date,
  heardBy: "provider.webhook" | "provider.reconciled" = "provider.webhook",
): Promise<EventDraft[] | null> {
  await seen(tx, account, at);
  const events = await deactivateParticipant(tx, by, account.participantId);
  if (events.length === 0) return null;
  // Beside the line of the act itself, this one tells that it was the provider's: only it opens the account again.
  const target = { type: "participant", id: account.participantId };
  audit(tx, by, { action: heardBy, target, details: { deactivated: true } });
  return events;
}

/**
 * Opens an account again that the provider had closed. One that an admin here closed stays closed, and so does one whose
 * closing is newer than this news. Null when there is nothing to do.
 */
export async function reopenAccount(
  tx: Writer,
  by: Auditor,
  account: LinkedAccount,
  at: Date,
): Promise<EventDraft[] | null> {
  if (!account.deactivated || at < account.seenAt || !(await closedByProvider(tx, account.participantId))) return null;
  await requirePlaceForPerson(tx);
  await seen(tx, account, at);
  return reactivateParticipant(tx, by, account.participantId);
}

/** Whether the last closing of the account has the provider's line behind it. */
async function closedByProvider(tx: Writer, participantId: string): Promise<boolean> {
  const [row] = await tx.rows<{ provider: boolean }>(sql`
    select exists (
      select from app.audit_log mark
      where mark.action in ('provider.webhook', 'provider.reconciled') and mark.target_id = closing.target_id
        and mark.details->>'deactivated' = 'true' and mark.at >= closing.at
    ) as provider
    from app.audit_log closing
    where closing.action = 'account.deactivated' and closing.target_id = ${participantId}
    order by closing.at desc, closing.id desc limit 1`);
  return row?.provider ?? false;
}

async function seen(tx: Writer, { issuer, subject }: LinkedAccount, at: Date): Promise<void> {
  await tx.rows(sql`
    update app.provider_accounts set seen_at = ${at.toISOString()}::timestamptz
    where issuer = ${issuer} and subject = ${subject}`);
}
