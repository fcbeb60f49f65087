import type { Config } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import { type Outcome, transact, type Writer } from "#/server/database/transact.ts";
import type { Passwords } from "#/server/identity/passwords.ts";
import type { RateLimits } from "#/server/limits/rate-limits.ts";
import type { LogWake } from "#/server/log/wake.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** What the doors of accounts need of the running app: nobody is signed in yet, so there is no `Context`. */
export type AccountDeps = {
  database: Database;
  config: Config;
  limits: RateLimits;
  passwords: Passwords;
  wake: Pick<LogWake, "advanced">;
  now: () => Date;
  newId: () => string;
};

/** Who has just proven who they are. */
export type Proven = { participantId: string; roles: string[] };

/** A write of somebody who has no session, in the tenant whose host they came to. */
export async function writingFor<T>(
  { database, now, wake }: Pick<AccountDeps, "database" | "now" | "wake">,
  tenant: Pick<Tenant, "id">,
  work: (tx: Writer) => Promise<Outcome<T>>,
): Promise<T> {
  const answer = await transact(database, tenant.id, now(), work);
  wake.advanced(tenant.id);
  return answer;
}
