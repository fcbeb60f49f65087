import { type SQL, sql } from "drizzle-orm";
import { array } from "#/server/database/array.ts";
import type { Writer } from "#/server/database/transact.ts";
import type { Auditor } from "#/server/log/audit.ts";
import { lockRoomsOf } from "#/server/rooms/lost-roles.ts";

export type ExternalGroup = { externalId: string; name: string };

/** Makes the participant a member of exactly these groups of the provider. Groups that are new here are made. */
export async function putInGroups(
  tx: Writer,
  by: Auditor,
  participantId: string,
  groups: readonly ExternalGroup[],
): Promise<void> {
  const ids: string[] = [];
  for (const group of groups) ids.push(await groupNamed(tx, by, group));
  await tx.rows(sql`
    delete from app.group_members
    where participant_id = ${participantId} and group_id <> all(${array(ids)}::uuid[])`);
  await tx.rows(sql`
    insert into app.group_members (tenant_id, group_id, participant_id)
    select ${tx.tenantId}, id, ${participantId} from unnest(${array(ids)}::uuid[]) as id on conflict do nothing`);
}

/** A claim may name a group by its id or by its name; both mean the group that is known so already. */
async function groupNamed(tx: Writer, by: Auditor, group: ExternalGroup): Promise<string> {
  const [known] = await tx.rows<{ id: string }>(sql`
    select id from app.groups where external_id = ${group.externalId} or name = ${group.externalId}
    order by external_id = ${group.externalId} desc, id limit 1`);
  return known?.id ?? (await upsertGroup(tx, by, group)).id;
}

/** Makes or renames a group; `changed` tells whether anything differed. */
export async function upsertGroup(
  tx: Writer,
  by: Auditor,
  { externalId, name }: ExternalGroup,
): Promise<{ id: string; changed: boolean }> {
  const at = by.now().toISOString();
  const [known] = await tx.rows<{ id: string; name: string }>(sql`
    select id, name from app.groups where external_id = ${externalId} for update`);
  if (known?.name === name) return { id: known.id, changed: false };
  const [row] = await tx.rows<{ id: string }>(sql`
    insert into app.groups (tenant_id, id, external_id, name, synced_at)
    values (${tx.tenantId}, ${by.newId()}, ${externalId}, ${name}, ${at}::timestamptz)
    on conflict (tenant_id, external_id) do update set name = excluded.name, synced_at = excluded.synced_at
    returning id`);
  return { id: row!.id, changed: true };
}

/** Who is in these groups now, with the rooms locked that leaving one may cost them. */
export async function membersOf(tx: Writer, groups: SQL): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    select distinct m.participant_id as id from app.group_members m join app.groups g on g.id = m.group_id
    where ${groups} order by 1`);
  const ids = rows.map(({ id }) => id);
  await lockRoomsOf(tx, ids);
  return ids;
}

/** Makes the group's members exactly these; tells whether anything differed. */
export async function setMembers(tx: Writer, groupId: string, participantIds: readonly string[]): Promise<boolean> {
  const members = array(participantIds);
  const removed = await tx.rows(sql`
    delete from app.group_members where group_id = ${groupId} and participant_id <> all(${members}::uuid[])
    returning participant_id`);
  const added = await tx.rows(sql`
    insert into app.group_members (tenant_id, group_id, participant_id)
    select ${tx.tenantId}, ${groupId}, id from unnest(${members}::uuid[]) as id on conflict do nothing
    returning participant_id`);
  return removed.length + added.length > 0;
}
