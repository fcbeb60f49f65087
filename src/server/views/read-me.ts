import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { tenantRoles } from "#/domain/participants/roles.ts";
import type { Group } from "#/domain/participants/schema.ts";
import type { MeAnswer } from "#/domain/views/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { Party } from "#/server/ports/party.ts";
import { readPresence } from "#/server/presence/read-presence.ts";

type Row = Omit<MeAnswer, "fqid" | "presence" | "tenant"> & {
  server_name: string;
  groups: Group[];
  tenant: MeAnswer["tenant"];
};

/** The one who asks: profile, roles, groups, presence as they see it themselves, and the tenant. */
export async function readMe(ctx: Context, party: Party | null): Promise<MeAnswer> {
  const me = ctx.actor.participantId;
  const row = await reading(ctx, async (tx) => {
    const [found] = await tx.rows<Row>(sql`
      select p.id as participant_id, p.local_id, p.server_name, p.display_name, p.email, p.avatar_url, p.bio,
        p.personal_workspace_id, to_jsonb(p.roles) as roles,
        coalesce((
          select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by lower(g.name), g.id)
          from app.group_members m join app.groups g on g.id = m.group_id where m.participant_id = p.id
        ), '[]') as groups,
        jsonb_build_object('id', t.tenant_id, 'slug', t.slug, 'name', t.name, 'features', t.features) as tenant
      from app.participants p join app.tenants t on t.tenant_id = p.tenant_id
      where p.id = ${me}`);
    return found;
  });
  if (!row) throw new SwError("SW_AUTH_INVALID_TOKEN");
  const { server_name, ...rest } = row;
  const presence = (await readPresence(ctx, party, [me]))[me] ?? "offline";
  const roles = tenantRoles.filter((role) => row.roles.includes(role));
  return { ...rest, roles, fqid: `@${row.local_id}:${server_name}`, presence };
}
