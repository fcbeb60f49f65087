import { sql } from "drizzle-orm";
import { transact } from "../../src/server/database/transact.ts";
import type { Person } from "./world.ts";

/** A group of the tenant with this person in it, as the identity provider's word would have made it. */
export function groupOf({ ctx }: Person, name = "Engineering"): Promise<string> {
  const { tenantId, participantId } = ctx.actor;
  return transact(ctx.database, tenantId, ctx.now(), async (tx) => {
    const id = ctx.newId();
    await tx.rows(sql`
      insert into app.groups (tenant_id, id, external_id, name, synced_at)
      values (${tenantId}, ${id}, ${`group-${id}`}, ${name}, ${ctx.now().toISOString()})`);
    await tx.rows(sql`
      insert into app.group_members (tenant_id, group_id, participant_id) values (${tenantId}, ${id}, ${participantId})`);
    return tx.emit([], () => id);
  });
}
