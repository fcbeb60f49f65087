import { SwError } from "#/domain/errors.ts";
import type { SetupInput } from "#/domain/identity/inputs.ts";
import { read } from "#/server/database/transact.ts";
import { type AccountDeps, type Proven, writingFor } from "#/server/identity/account-deps.ts";
import { admitAccount, requireGoodPassword } from "#/server/identity/admit-account.ts";
import { isSetupCode, takeSetupCode } from "#/server/identity/setup-code.ts";
import { hasOwner, isSetUpHere } from "#/server/identity/sign-in-page.ts";
import { audit } from "#/server/log/audit.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/**
 * Makes the first owner of a production instance for whoever holds the code that its start printed. The code is used up by
 * success alone. Its holder runs the instance, so their word for the mail address is taken.
 * @throws SwError SW_NOT_FOUND where there is nothing to set up, SW_AUTH_SETUP_CODE, SW_AUTH_WEAK_PASSWORD, SW_NAME_TAKEN,
 * SW_EMAIL_TAKEN, SW_RATE_LIMIT_EXCEEDED
 */
export async function makeFirstOwner(
  deps: AccountDeps,
  tenant: Tenant,
  { code, email, display_name, local_id, password }: SetupInput,
  address: string,
): Promise<Proven> {
  if (!isSetUpHere(deps.config, tenant)) throw new SwError("SW_NOT_FOUND");
  await deps.limits.consume("setup_code", tenant.id, address);
  const isRight = await read(deps.database, tenant.id, async (tx) => !(await hasOwner(tx)) && isSetupCode(tx, code));
  if (!isRight) throw new SwError("SW_AUTH_SETUP_CODE");
  requireGoodPassword(password, { email, local_id, display_name });
  const passwordHash = await deps.passwords.hash(password);

  return writingFor(deps, tenant, async (tx) => {
    if (!(await takeSetupCode(tx, code)) || (await hasOwner(tx))) throw new SwError("SW_AUTH_SETUP_CODE");
    const around = { now: deps.now, newId: deps.newId, serverName: tenant.serverName };
    const account = { local_id, display_name, email, passwordHash, roles: ["owner" as const], emailVerified: true };
    const { participantId, events } = await admitAccount(tx, around, account);
    const target = { type: "participant", id: participantId };
    audit(tx, { ...deps, actorId: participantId, address }, { action: "account.first_owner", target });
    return tx.emit(events, () => ({ participantId, roles: ["owner"] }));
  });
}
