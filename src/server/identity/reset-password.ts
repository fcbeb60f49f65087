import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { ForgotPasswordInput, ResetPasswordInput } from "#/domain/identity/inputs.ts";
import { read, type Writer } from "#/server/database/transact.ts";
import { type AccountDeps, type Proven, writingFor } from "#/server/identity/account-deps.ts";
import { markVerified, requireGoodPassword, storePassword } from "#/server/identity/admit-account.ts";
import { endAllSessions } from "#/server/identity/deactivate-participant.ts";
import { findLink, linkAddress, takeLink } from "#/server/identity/mail-links.ts";
import { passwordChangedMail } from "#/server/identity/mails.ts";
import { enqueue } from "#/server/jobs/enqueue.ts";
import { audit } from "#/server/log/audit.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** The job that writes the mail for `forgotPassword`. */
export const resetJob = "account.reset";

/**
 * Asks for a mail with which a new password can be chosen. Whether anybody has the address is found out by the job that
 * writes the mail, so this does the same work and gives the same answer either way.
 * @throws SwError SW_RATE_LIMIT_EXCEEDED
 */
export async function forgotPassword(
  deps: AccountDeps,
  tenant: Tenant,
  { email }: ForgotPasswordInput,
  address: string,
) {
  await deps.limits.consume("mail_address", tenant.id, address);
  await deps.limits.consume("mail_account", tenant.id, email);
  await writingFor(deps, tenant, async (tx) => {
    enqueue(tx, { id: deps.newId(), kind: resetJob, payload: { id: deps.newId(), email }, runAt: deps.now() });
    return tx.emit([], () => undefined);
  });
}

/**
 * Sets the password of whoever holds a link of a reset or an invitation, and ends every session of theirs: whoever else
 * was signed in as them may be why it was asked for. That the mail arrived proves the address.
 * @throws SwError SW_AUTH_LINK_INVALID, SW_AUTH_WEAK_PASSWORD, SW_RATE_LIMIT_EXCEEDED
 */
export async function resetPassword(
  deps: AccountDeps,
  tenant: Tenant,
  { link, password }: ResetPasswordInput,
  address: string,
): Promise<Proven> {
  await deps.limits.consume("secret_address", tenant.id, address);
  const found = await read(deps.database, tenant.id, (tx) => findLink(tx, deps.now(), link));
  if (!found?.participantId) throw new SwError("SW_AUTH_LINK_INVALID");
  const { email, localId, displayName } = found;
  requireGoodPassword(password, { email, local_id: localId ?? "", display_name: displayName ?? "" });
  const hash = await deps.passwords.hash(password);

  return writingFor(deps, tenant, async (tx) => {
    const taken = await takeLink(tx, deps.now(), link);
    if (!taken?.participantId) throw new SwError("SW_AUTH_LINK_INVALID");
    const { participantId, purpose } = taken;
    await storePassword(tx, participantId, hash, deps.now());
    await markVerified(tx, participantId, deps.now());
    const [person] = await tx.rows<{ roles: string[] }>(sql`
      select to_jsonb(roles) as roles from app.participants where id = ${participantId}`);
    await tx.rows(sql`delete from app.mail_links where participant_id = ${participantId}`);
    const by = { now: deps.now, newId: deps.newId, actorId: participantId, address };
    const target = { type: "participant", id: participantId };
    audit(tx, by, { action: purpose === "invitation" ? "account.registered" : "account.password_reset", target });
    const events = await endAllSessions(tx, by, participantId);
    if (purpose === "reset_password") tellPasswordChanged(tx, deps, tenant, taken.email);
    return tx.emit(events, () => ({ participantId, roles: person?.roles ?? [] }));
  });
}

/** Lets the owner of an account know by mail, in the transaction of the change. */
export function tellPasswordChanged(
  tx: Writer,
  { newId, now, config }: Pick<AccountDeps, "newId" | "now" | "config">,
  tenant: Pick<Tenant, "name" | "serverName">,
  to: string,
): void {
  const words = passwordChangedMail(tenant.name, linkAddress(config, tenant.serverName, "/forgot"));
  enqueue(tx, { id: newId(), kind: "mail.send", payload: { id: newId(), to, ...words }, runAt: now() });
}
