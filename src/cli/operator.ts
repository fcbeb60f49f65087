import { sql } from "drizzle-orm";
import type { App } from "#/server/app.ts";
import { read } from "#/server/database/transact.ts";
import type { Auditor } from "#/server/log/audit.ts";
import { tenantOfSlug } from "#/server/tenants/operate-tenants.ts";
import { StartError } from "./failure.ts";

/** The operator at the command line: nobody of a tenant, from no network. */
export function operatorOf({ now, newId }: App): Auditor {
  return { now, newId, actorId: null, address: null };
}

/** @throws StartError when there is none of that slug */
export async function tenantNamed({ database }: App, slug: string): Promise<{ id: string; serverName: string }> {
  const found = await tenantOfSlug(database, slug);
  if (!found) throw new StartError(`There is no tenant \`${slug}\`: \`scaiwave tenant list\` lists them.`);
  return found;
}

export type Person = { id: string; local_id: string; display_name: string; roles: string[] };

/** @throws StartError when the tenant has no such person, or their account is closed */
export async function personNamed({ database }: App, tenantId: string, who: string): Promise<Person> {
  const [found] = await read(database, tenantId, (tx) =>
    tx.rows<Person>(sql`
      select id, local_id, display_name, to_jsonb(roles) as roles from app.participants
      where participant_type = 'human' and deactivated_at is null
        and (local_id = ${who} or lower(email) = ${who.toLowerCase()})
      order by local_id = ${who} desc limit 1`),
  );
  if (!found) throw new StartError(`Nobody here who is active has the short name or mail address \`${who}\`.`);
  return found;
}
