import { SwError } from "#/domain/errors.ts";
import type { CompleteRegistrationInput, RegisterInput } from "#/domain/identity/inputs.ts";
import { read } from "#/server/database/transact.ts";
import { type AccountDeps, type Proven, writingFor } from "#/server/identity/account-deps.ts";
import { admitAccount, requireGoodPassword } from "#/server/identity/admit-account.ts";
import { authFeatures, mayRegister } from "#/server/identity/auth-features.ts";
import { findLink, takeLink } from "#/server/identity/mail-links.ts";
import { enqueue } from "#/server/jobs/enqueue.ts";
import { audit } from "#/server/log/audit.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** The job that writes the mail for `askToRegister`. */
export const registrationJob = "account.registration";

/**
 * Asks for a mail with which an account can be made. Whether the address has one already is found out by the job that
 * writes the mail, so this does the same work and gives the same answer either way.
 * @throws SwError SW_AUTH_REGISTRATION_CLOSED, SW_RATE_LIMIT_EXCEEDED
 */
export async function askToRegister(deps: AccountDeps, tenant: Tenant, { email }: RegisterInput, address: string) {
  await deps.limits.consume("register_address", tenant.id, address);
  const features = await read(deps.database, tenant.id, (tx) => authFeatures(tx, deps.config));
  if (!mayRegister(features, email)) throw new SwError("SW_AUTH_REGISTRATION_CLOSED");
  await deps.limits.consume("mail_account", tenant.id, email);
  await writingFor(deps, tenant, async (tx) => {
    enqueue(tx, { id: deps.newId(), kind: registrationJob, payload: { id: deps.newId(), email }, runAt: deps.now() });
    return tx.emit([], () => undefined);
  });
}

/**
 * Makes the account of whoever holds the mailed link, which is used up by success alone: one who chose a short name that
 * is taken chooses another.
 * @throws SwError SW_AUTH_LINK_INVALID, SW_AUTH_WEAK_PASSWORD, SW_NAME_TAKEN, SW_EMAIL_TAKEN, SW_TENANT_CAPACITY,
 * SW_AUTH_REGISTRATION_CLOSED, SW_RATE_LIMIT_EXCEEDED
 */
export async function completeRegistration(
  deps: AccountDeps,
  tenant: Tenant,
  { link, password, display_name, local_id }: CompleteRegistrationInput,
  address: string,
): Promise<Proven> {
  await deps.limits.consume("secret_address", tenant.id, address);
  const found = await read(deps.database, tenant.id, (tx) => findLink(tx, deps.now(), link));
  if (found?.purpose !== "registration") throw new SwError("SW_AUTH_LINK_INVALID");
  requireGoodPassword(password, { email: found.email, local_id, display_name });
  const passwordHash = await deps.passwords.hash(password);

  return writingFor(deps, tenant, async (tx) => {
    const taken = await takeLink(tx, deps.now(), link);
    if (taken?.purpose !== "registration") throw new SwError("SW_AUTH_LINK_INVALID");
    const { email } = taken;
    if (!mayRegister(await authFeatures(tx, deps.config), email)) throw new SwError("SW_AUTH_REGISTRATION_CLOSED");
    const around = { now: deps.now, newId: deps.newId, serverName: tenant.serverName };
    const account = { local_id, display_name, email, roles: [], passwordHash, emailVerified: true };
    const { participantId, events } = await admitAccount(tx, around, account);
    const target = { type: "participant", id: participantId };
    audit(tx, { ...deps, actorId: participantId, address }, { action: "account.registered", target });
    return tx.emit(events, () => ({ participantId, roles: [] }));
  });
}
