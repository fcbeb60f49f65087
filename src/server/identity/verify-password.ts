import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { SignInInput } from "#/domain/identity/inputs.ts";
import type { Database } from "#/server/database/connect.ts";
import { read, transact } from "#/server/database/transact.ts";
import type { Passwords } from "#/server/identity/passwords.ts";
import type { RateLimits } from "#/server/limits/rate-limits.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** What checking a password needs of the running app. */
export type PasswordCheck = { database: Database; limits: RateLimits; passwords: Passwords; now: () => Date };

type Found = { id: string; roles: string[]; active: boolean; hash: string | null };

/**
 * Whom a login (a short name, or a proven mail address) and a password name in this tenant. An unknown account, one
 * without a password, a deactivated one and a wrong password get the same answer after the same work. Attempts are
 * counted before anything is hashed; a rightful one forgives the account's.
 * @param address where the attempt came from
 * @throws SwError SW_AUTH_BAD_CREDENTIALS, SW_RATE_LIMIT_EXCEEDED, SW_UNAVAILABLE
 */
export async function verifyPassword(
  check: PasswordCheck,
  tenant: Tenant,
  { login, password }: SignInInput,
  address: string,
): Promise<{ participantId: string; roles: string[] }> {
  const name = loginName(login);
  await check.limits.consume("sign_in_address", tenant.id, address);
  // Counted by what was typed: counted by account, a refusal would tell that a name and a mail address are one person.
  await check.limits.consume("sign_in_account", tenant.id, name);
  const found = await findLogin(check.database, tenant, name);
  const isRight = await check.passwords.matches(password, found?.hash ?? null);
  if (!found?.active || !isRight) throw new SwError("SW_AUTH_BAD_CREDENTIALS");
  await check.limits.forgive("sign_in_account", tenant.id, name);
  if (check.passwords.isOutdated(found.hash!)) await rehash(check, tenant.id, found, password);
  return { participantId: found.id, roles: found.roles };
}

/** As accounts are compared. What PostgreSQL cannot hold is nobody's name. */
function loginName(login: string): string {
  const name = login.normalize("NFC").trim().toLowerCase();
  return name.includes("\u0000") || !name.isWellFormed() ? "" : name;
}

async function findLogin(database: Database, tenant: Tenant, name: string): Promise<Found | undefined> {
  // A mail address is never a short name and the other way round, so at most one row matches.
  const [found] = await read(database, tenant.id, (tx) =>
    tx.rows<Found>(sql`
      select p.id, to_jsonb(p.roles) as roles, p.deactivated_at is null as active, w.hash
      from app.participants p left join app.passwords w on w.participant_id = p.id
      where p.participant_type = 'human' and p.server_name = ${tenant.serverName}
        and (p.local_id = ${name} or (lower(p.email) = ${name} and p.email_verified_at is not null))
      limit 1`),
  );
  return found;
}

/** Only over the hash that was just checked: a password changed meanwhile stays changed. */
async function rehash({ database, passwords, now }: PasswordCheck, tenantId: string, found: Found, password: string) {
  const hash = await passwords.hash(password);
  await transact(database, tenantId, now(), async (tx) => {
    await tx.rows(sql`
      update app.passwords set hash = ${hash} where participant_id = ${found.id} and hash = ${found.hash}`);
    return tx.emit([], () => undefined);
  });
}
