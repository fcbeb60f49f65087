import { sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import { type PasswordOwner, passwordProblem, passwordProblems } from "#/domain/identity/password-rules.ts";
import type { TenantRole } from "#/domain/participants/roles.ts";
import type { Writer } from "#/server/database/transact.ts";
import type { Surroundings } from "#/server/participants/create-participant.ts";
import { admitParticipant } from "#/server/workspaces/admit-participant.ts";

export type NewAccount = {
  local_id: string;
  display_name: string;
  email: string;
  roles: TenantRole[];
  /** Null for someone who is yet to choose one. */
  passwordHash: string | null;
  /** Whether it is known that mail to the address reaches them. */
  emailVerified: boolean;
};

/**
 * A person with a mail address and their personal workspace, in the caller's transaction; the caller emits `events`.
 * @throws SwError SW_NAME_TAKEN, SW_EMAIL_TAKEN, SW_TENANT_CAPACITY
 */
export async function admitAccount(
  tx: Writer,
  around: Surroundings,
  { local_id, display_name, email, roles, passwordHash, emailVerified }: NewAccount,
): Promise<{ participantId: string; events: EventDraft[] }> {
  await refuseTaken(tx, around.serverName, { local_id, email });
  const { participant, events } = await admitParticipant(tx, around, { local_id, display_name, email, roles }).catch(
    async (error: unknown) => {
      // Somebody was faster by a moment; now their row can be seen.
      if (error instanceof SwError && error.code === "SW_BAD_REQUEST") {
        await refuseTaken(tx, around.serverName, { local_id, email });
      }
      throw error;
    },
  );
  const now = around.now();
  if (emailVerified) await markVerified(tx, participant.id, now);
  if (passwordHash !== null) await storePassword(tx, participant.id, passwordHash, now);
  return { participantId: participant.id, events };
}

/** SW_AUTH_WEAK_PASSWORD with what is wrong, before anything is hashed. */
export function requireGoodPassword(password: string, owner: PasswordOwner): void {
  const problem = passwordProblem(password, owner);
  if (problem) throw new SwError("SW_AUTH_WEAK_PASSWORD", passwordProblems[problem]);
}

export async function storePassword(tx: Writer, participantId: string, hash: string, now: Date): Promise<void> {
  await tx.rows(sql`
    insert into app.passwords (tenant_id, participant_id, hash, changed_at)
    values (${tx.tenantId}, ${participantId}, ${hash}, ${now.toISOString()}::timestamptz)
    on conflict (tenant_id, participant_id) do update set hash = excluded.hash, changed_at = excluded.changed_at`);
}

export async function markVerified(tx: Writer, participantId: string, now: Date): Promise<void> {
  await tx.rows(sql`
    update app.participants set email_verified_at = ${now.toISOString()}::timestamptz where id = ${participantId}`);
}

async function refuseTaken(tx: Writer, serverName: string, { local_id, email }: { local_id: string; email: string }) {
  const [taken] = await tx.rows<{ by_email: boolean }>(sql`
    select lower(email) is not distinct from ${email} as by_email from app.participants
    where (local_id = ${local_id} and server_name = ${serverName}) or lower(email) = ${email}
    order by by_email desc limit 1`);
  if (taken) throw new SwError(taken.by_email ? "SW_EMAIL_TAKEN" : "SW_NAME_TAKEN");
}
