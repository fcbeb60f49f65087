import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database } from "#/server/database/connect.ts";
import { type Reader, transact, type Writer } from "#/server/database/transact.ts";
import { hasOwner } from "#/server/identity/sign-in-page.ts";

/** Read off one screen and typed into another: no I, O or U, which pass for 1, 0 and V. */
const letters = "ABCDEFGHJKLMNPQRSTVWXYZ";
const groups = 4;
/** Twenty of 23 letters are 90 bits. */
const lettersAGroup = 5;

/**
 * A new setup code while the tenant has no owner, void once there is one; an earlier code is void from now on. Whoever
 * starts the instance reads it; the database keeps its hash.
 */
export function renewSetupCode(database: Database, tenantId: string, now: Date): Promise<string | null> {
  return transact(database, tenantId, now, async (tx) => {
    const code = (await hasOwner(tx)) ? null : newCode();
    const value = JSON.stringify(code && hashCode(code));
    await tx.rows(sql`
      insert into instance.settings (name, value) values ('setup_code', ${value}::text::jsonb)
      on conflict (name) do update set value = excluded.value`);
    return tx.emit([], () => code);
  });
}

export async function isSetupCode(tx: Reader, code: string): Promise<boolean> {
  const [row] = await tx.rows<{ hash: string | null }>(sql`
    select value #>> '{}' as hash from instance.settings where name = 'setup_code'`);
  const [known, given] = [Buffer.from(row?.hash ?? ""), Buffer.from(hashCode(code))];
  return known.length === given.length && timingSafeEqual(known, given);
}

/** Uses the code up, in the caller's transaction: of several who come with it at once, one gets true. */
export async function takeSetupCode(tx: Writer, code: string): Promise<boolean> {
  const taken = await tx.rows(sql`
    update instance.settings set value = 'null'::jsonb
    where name = 'setup_code' and value #>> '{}' = ${hashCode(code)} returning name`);
  return taken.length === 1;
}

function newCode(): string {
  const group = () => Array.from({ length: lettersAGroup }, () => letters[randomInt(letters.length)]).join("");
  return Array.from({ length: groups }, group).join("-");
}

/** However it was typed: in small letters, with spaces or without hyphens. */
function hashCode(code: string): string {
  const typed = code.toUpperCase().replace(/[^A-Z]/g, "");
  return createHash("sha256").update(typed).digest("hex");
}
