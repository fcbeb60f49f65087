import type { Sql } from "#/server/database/connect.ts";
import { StartError } from "../failure.ts";

/**
 * Row-level security is forced on the tables' owner too, so that only a superuser or a role with BYPASSRLS sees and
 * writes the rows of every tenant.
 *
 * @throws StartError when the role of DATABASE_URL is neither
 */
export async function requireBypass(owner: Sql, act: "backup" | "restore"): Promise<void> {
  const [role] = await owner<{ name: string; bypass: boolean }[]>`
    select rolname as name, rolsuper or rolbypassrls as bypass from pg_roles where rolname = current_user`;
  if (role?.bypass) return;
  throw new StartError(
    `A ${act} needs every tenant's rows, and the role ${role?.name} of DATABASE_URL is neither a superuser nor has BYPASSRLS: run this command with the address of one that is.`,
  );
}
