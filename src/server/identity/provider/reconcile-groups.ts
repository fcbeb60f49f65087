import { sql } from "drizzle-orm";
import type { Database } from "#/server/database/connect.ts";
import { transact } from "#/server/database/transact.ts";
import { membersOf, setMembers, upsertGroup } from "#/server/identity/provider/group-members.ts";
import type { Auditor } from "#/server/log/audit.ts";
import { leaveLostRooms } from "#/server/rooms/lost-roles.ts";

type Work = { app: { database: Database; now: () => Date }; tenant: { id: string }; by: Auditor; issuer: string };

/**
 * Makes the groups here those of the provider, with every member who is known here. Groups that it does not list any
 * more go, unless it lists none at all.
 * @returns how many differed
 */
export async function reconcileGroups(
  { app, tenant, by, issuer }: Work,
  groups: ReadonlyMap<string, { name: string; users: ReadonlySet<string> }>,
): Promise<number> {
  if (groups.size === 0) return 0;
  let changed = 0;
  for (const [externalId, { name, users }] of groups) {
    changed += await transact(app.database, tenant.id, app.now(), async (tx) => {
      const before = await membersOf(tx, sql`g.external_id = ${externalId}`);
      const group = await upsertGroup(tx, by, { externalId, name });
      const members = await tx.rows<{ id: string }>(sql`
        select distinct participant_id as id from app.provider_accounts
        where issuer = ${issuer}
          and subject in (select jsonb_array_elements_text(${JSON.stringify([...users])}::text::jsonb))`);
      const moved = await setMembers(
        tx,
        group.id,
        members.map((member) => member.id),
      );
      const left = group.changed || moved ? await leaveLostRooms(tx, by, before) : [];
      return tx.emit(left, () => (group.changed || moved ? 1 : 0));
    });
  }
  const kept = JSON.stringify([...groups.keys()]);
  return transact(app.database, tenant.id, app.now(), async (tx) => {
    const people = await membersOf(
      tx,
      sql`g.external_id not in (select jsonb_array_elements_text(${kept}::text::jsonb))`,
    );
    const gone = await tx.rows(sql`
      delete from app.groups
      where external_id not in (select jsonb_array_elements_text(${kept}::text::jsonb)) returning id`);
    return tx.emit(await leaveLostRooms(tx, by, people), () => changed + gone.length);
  });
}
