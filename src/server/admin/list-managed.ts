import { type SQL, sql } from "drizzle-orm";
import type { ListManagedInput } from "#/domain/admin/inputs.ts";
import type { ManagedParticipant } from "#/domain/admin/schema.ts";
import { SwError } from "#/domain/errors.ts";
import { tenantRoles } from "#/domain/participants/roles.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { containing } from "#/server/participants/containing.ts";

export type ManagedPage = { items: ManagedParticipant[]; has_more: boolean; total: number };

/** The tenant's own people with what admins may know of them, by name. `total` counts all that match. */
export function listManaged(ctx: Context, { q, status, limit, offset }: ListManagedInput): Promise<ManagedPage> {
  return reading(ctx, async (tx) => {
    const pattern = q?.trim() ? containing(q) : null;
    const matching = sql`${people}
      and (${status} = 'all' or (${status} = 'active') = (p.deactivated_at is null))
      and (${pattern}::text is null or p.local_id ilike ${pattern} or p.display_name ilike ${pattern} or p.email ilike ${pattern})`;
    const [items, [counted]] = await Promise.all([
      managed(tx, sql`${matching} order by lower(p.display_name), p.id limit ${limit} offset ${offset}`),
      tx.rows<{ total: number }>(sql`select count(*)::int as total from app.participants p where ${matching}`),
    ]);
    const total = counted!.total;
    return { items, total, has_more: offset + items.length < total };
  });
}

/** One person of the tenant as an admin sees them, or SW_PARTICIPANT_NOT_FOUND. */
export async function managedOne(tx: Reader, participantId: string): Promise<ManagedParticipant> {
  const [found] = await managed(tx, sql`${people} and p.id = ${participantId}`);
  if (!found) throw new SwError("SW_PARTICIPANT_NOT_FOUND");
  return found;
}

/** People of this server: AIs and bridges are managed where they are made, people of other servers at home. */
const people = sql`p.participant_type = 'human' and p.server_name = (select server_name from app.tenants)`;

type Row = Omit<ManagedParticipant, "roles"> & { roles: string[] };

const iso = (value: SQL) => sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

async function managed(tx: Reader, where: SQL): Promise<ManagedParticipant[]> {
  const rows = await tx.rows<Row>(sql`
    select p.id, p.local_id, p.server_name, p.display_name, p.participant_type, p.avatar_url, p.model, p.email,
      to_jsonb(p.roles) as roles, ${iso(sql`p.created_at`)} as created_at, ${iso(sql`p.deactivated_at`)} as deactivated_at,
      ${iso(sql`greatest(
        (select max(coalesce(s.last_used_at, s.created_at)) from app.sessions s where s.participant_id = p.id),
        (select max(t.last_used_at) from app.personal_tokens t where t.participant_id = p.id))`)} as last_seen_at,
      to_jsonb(array_remove(array[
        case when exists (select from app.passwords w where w.participant_id = p.id) then 'password' end,
        case when exists (select from app.provider_accounts a where a.participant_id = p.id) then 'provider' end,
        case when exists (select from app.mail_links l where l.participant_id = p.id and l.purpose = 'invitation')
          then 'invited' end], null)) as sign_in
    from app.participants p where ${where}`);
  return rows.map((row) => ({ ...row, roles: tenantRoles.filter((role) => row.roles.includes(role)) }));
}
