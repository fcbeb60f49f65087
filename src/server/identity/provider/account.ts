import { sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import { transact, type Writer } from "#/server/database/transact.ts";
import type { Identity } from "#/server/identity/provider/claims.ts";
import { displayNameOf, localIdLike, numbered } from "#/server/identity/provider/names.ts";
import type { ProviderApp } from "#/server/identity/provider/provider.ts";
import { refreshAccount } from "#/server/identity/provider/refresh-account.ts";
import { requireTenantOfClaim } from "#/server/identity/provider/tenant-of-claim.ts";
import { type Auditor, audit } from "#/server/log/audit.ts";
import { lockRoomsOf } from "#/server/rooms/lost-roles.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";
import { admitParticipant } from "#/server/workspaces/admit-participant.ts";

/** Who an account of the provider is here. `made`: they came for the first time. */
export type Account = { participantId: string; roles: string[]; made: boolean; changed: boolean };

type Found = { id: string; roles: string[]; deactivated: boolean };

/**
 * Finds, joins or makes the account of someone whom the provider vouched for, and brings it up to date: name, mail,
 * groups, and whether they are an admin. At the first time they get a personal workspace. Two first sign-ins at once make
 * one account.
 *
 * @throws SwError SW_AUTH_DEACTIVATED, SW_TENANT_CAPACITY, SW_AUTH_TENANT_MISMATCH, SW_TENANT_NOT_FOUND
 */
export async function accountOf(
  app: ProviderApp,
  tenant: Tenant,
  who: Identity,
  address: string | null,
): Promise<Account> {
  await requireTenantOfClaim(app, tenant, who.tenantClaim);
  const by: Auditor = { newId: app.newId, now: app.now, actorId: null, address };
  const account = await transact(app.database, tenant.id, app.now(), async (tx) => {
    const { events, ...answer } = await admitIdentity(tx, by, tenant, who);
    return tx.emit(events, () => answer);
  });
  app.wake.advanced(tenant.id);
  return account;
}

/**
 * The same in the caller's transaction, who emits `events`. `seen: false` leaves the moment of the last news as it is:
 * being on a list again is none.
 */
export async function admitIdentity(
  tx: Writer,
  by: Auditor,
  tenant: Tenant,
  who: Identity,
  { seen = true }: { seen?: boolean } = {},
): Promise<Account & { events: EventDraft[] }> {
  const known = (await linked(tx, who)) ?? (await linkedMeanwhile(tx, who));
  if (known?.deactivated) throw new SwError("SW_AUTH_DEACTIVATED");
  const joined = known ? null : await sameMail(tx, who);
  if (joined?.deactivated) throw new SwError("SW_AUTH_DEACTIVATED");
  const made = known || joined ? null : await admit(tx, by, tenant, who);
  const participantId = known?.id ?? joined?.id ?? made!.id;
  if (known && seen) await touch(tx, by, who);
  if (!known) await link(tx, by, who, participantId);
  if (joined) {
    const target = { type: "participant", id: participantId };
    audit(tx, by, { action: "account.provider_linked", target, details: { issuer: who.issuer } });
  }
  const { roles, events, changed } = await refreshAccount(tx, by, participantId, who);
  return {
    participantId,
    roles,
    made: made !== null,
    changed: joined != null || (made === null && changed),
    events: [...(made?.events ?? []), ...events],
  };
}

async function linked(tx: Writer, { issuer, subject }: Identity): Promise<Found | undefined> {
  const known = await tx.rows<{ id: string }>(sql`
    select participant_id as id from app.provider_accounts where issuer = ${issuer} and subject = ${subject}`);
  await lockRoomsOf(tx, known.map(({ id }) => id)); // biome-ignore format: one step
  const [found] = await tx.rows<Found>(sql`
    select p.id, to_jsonb(p.roles) as roles, p.deactivated_at is not null as deactivated
    from app.provider_accounts a join app.participants p on p.id = a.participant_id
    where a.issuer = ${issuer} and a.subject = ${subject} for no key update of p`);
  return found;
}

/** Accounts of a tenant are made one after the other, so that short names and two first sign-ins at once don't collide. */
async function linkedMeanwhile(tx: Writer, who: Identity): Promise<Found | undefined> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`newcomers ${tx.tenantId}`}, 0))`);
  return linked(tx, who);
}

/**
 * The account here with the same mail address, when both sides have proof of it: unproven, an address is a claim that
 * anybody can make. One that another person of this provider has already is not theirs: addresses pass to new people.
 */
async function sameMail(tx: Writer, { issuer, email, emailVerified }: Identity): Promise<Found | undefined> {
  if (!email || !emailVerified) return undefined;
  const [found] = await tx.rows<Found>(sql`
    select p.id, to_jsonb(p.roles) as roles, p.deactivated_at is not null as deactivated from app.participants p
    where lower(p.email) = ${email} and p.email_verified_at is not null and p.participant_type = 'human'
      and not exists (select from app.provider_accounts a where a.participant_id = p.id and a.issuer = ${issuer})
    for no key update of p`);
  return found;
}

/** A newcomer with a short name like theirs. Mail and roles are left to the refresh that follows. */
async function admit(
  tx: Writer,
  by: Auditor,
  tenant: Tenant,
  who: Identity,
): Promise<{ id: string; events: EventDraft[] }> {
  const base = localIdLike(who);
  const rows = await tx.rows<{ local_id: string }>(sql`
    select local_id from app.participants
    where server_name = ${tenant.serverName} and (local_id = ${base} or starts_with(local_id, ${`${base}-`}))`);
  const local_id = numbered(base, new Set(rows.map((row) => row.local_id)));
  const around = { now: by.now, newId: by.newId, serverName: tenant.serverName };
  const display_name = displayNameOf(who) ?? local_id;
  const { participant, events } = await admitParticipant(tx, around, { local_id, display_name });
  return { id: participant.id, events };
}

async function touch(tx: Writer, by: Auditor, { issuer, subject, email }: Identity): Promise<void> {
  await tx.rows(sql`
    update app.provider_accounts set email = coalesce(${email}, email), seen_at = ${by.now().toISOString()}::timestamptz
    where issuer = ${issuer} and subject = ${subject}`);
}

async function link(
  tx: Writer,
  by: Auditor,
  { issuer, subject, email }: Identity,
  participantId: string,
): Promise<void> {
  await tx.rows(sql`
    insert into app.provider_accounts (tenant_id, issuer, subject, participant_id, email, seen_at)
    values (${tx.tenantId}, ${issuer}, ${subject}, ${participantId}, ${email}, ${by.now().toISOString()}::timestamptz)`);
}
