import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { Group } from "#/domain/participants/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";

type Page = { limit: number; offset: number };

/** The groups of the tenant's identity provider, by name. */
export function listGroups(ctx: Context, { limit, offset }: Page): Promise<Group[]> {
  return reading(ctx, (tx) =>
    tx.rows<Group>(sql`select id, name from app.groups order by lower(name), id limit ${limit} offset ${offset}`),
  );
}

/** Who is in a group, by name, without those who were deactivated; SW_GROUP_NOT_FOUND for a group that is not here. */
export function listGroupMembers(
  ctx: Context,
  { group_id, limit, offset }: Page & { group_id: string },
): Promise<Participant[]> {
  return reading(ctx, async (tx) => {
    const [known, members] = await Promise.all([
      tx.rows(sql`select id from app.groups where id = ${group_id}`),
      tx.rows<Participant>(sql`
        select p.id, p.local_id, p.server_name, p.display_name, p.participant_type, p.avatar_url, p.model
        from app.group_members m join app.participants p on p.id = m.participant_id
        where m.group_id = ${group_id} and p.deactivated_at is null
        order by lower(p.display_name), p.id limit ${limit} offset ${offset}`),
    ]);
    if (known.length === 0) throw new SwError("SW_GROUP_NOT_FOUND");
    return members;
  });
}
