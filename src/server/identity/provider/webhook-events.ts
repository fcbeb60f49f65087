import { sql } from "drizzle-orm";
import { z } from "zod";
import type { EventDraft } from "#/domain/envelope.ts";
import { identityOf } from "#/server/identity/provider/claims.ts";
import { closeAccount, linkedAccount, reopenAccount } from "#/server/identity/provider/close-account.ts";
import { membersOf, upsertGroup } from "#/server/identity/provider/group-members.ts";
import { refreshAccount } from "#/server/identity/provider/refresh-account.ts";
import type { Applying } from "#/server/identity/provider/webhook.ts";
import { audit } from "#/server/log/audit.ts";
import { leaveLostRooms } from "#/server/rooms/lost-roles.ts";

type Applied = Promise<EventDraft[] | null>;

const gone = /^(suspended|deleted|inactive|disabled|deactivated)$/i;

/** Refreshes, closes or opens the account of someone who is known here. Nobody new comes in by a webhook. */
export async function applyUserEvent(applying: Applying): Applied {
  const { tx, by, issuer, delivery, at } = applying;
  const subject = delivery.resource?.id;
  const account = subject ? await linkedAccount(tx, issuer, subject) : undefined;
  if (!subject || !account) return null;
  const status = typeof delivery.data?.status === "string" ? delivery.data.status : "";
  switch (delivery.event_type) {
    case "user.suspended":
    case "user.deleted":
      return closeAccount(tx, by, account, at);
    case "user.activated":
      return reopenAccount(tx, by, account, at);
    case "user.created":
    case "user.updated": {
      if (gone.test(status)) return closeAccount(tx, by, account, at);
      // What was overtaken by newer news of the same person does not bring the old state back.
      if (account.deactivated || at < account.seenAt) return null;
      const data = delivery.data ?? {};
      const told = { ...data, name: data.name ?? data.display_name };
      const { events } = await refreshAccount(tx, by, account.participantId, identityOf(issuer, subject, told, {
        roleTold: "role" in data,
      })); // biome-ignore format: one call
      return events;
    }
    default:
      return null;
  }
}

const groupData = z.object({
  name: z.string().trim().min(1).max(200).optional().catch(undefined),
  user_id: z.string().max(255).optional().catch(undefined),
  member_id: z.string().max(255).optional().catch(undefined),
});

/** Makes, renames and removes groups, and moves members who are known here. */
export async function applyGroupEvent({ tx, by, issuer, delivery }: Applying): Applied {
  const externalId = delivery.resource?.id;
  if (!externalId) return null;
  const { name, user_id, member_id } = groupData.parse(delivery.data ?? {});
  switch (delivery.event_type) {
    case "group.created":
    case "group.updated": {
      // A group is known to rooms by its name: with another one its people may lose them.
      const people = await membersOf(tx, sql`g.external_id = ${externalId}`);
      const changed = name && (await upsertGroup(tx, by, { externalId, name })).changed;
      return changed ? leaveLostRooms(tx, by, people) : null;
    }
    case "group.deleted": {
      const people = await membersOf(tx, sql`g.external_id = ${externalId}`);
      const rows = await tx.rows(sql`delete from app.groups where external_id = ${externalId} returning id`);
      return rows.length > 0 ? leaveLostRooms(tx, by, people) : null;
    }
    case "group.member_added":
    case "group.member_removed": {
      const account = await linkedAccount(tx, issuer, user_id ?? member_id ?? "");
      const [group] = await tx.rows<{ id: string }>(sql`select id from app.groups where external_id = ${externalId}`);
      if (!account || !group) return null;
      const member = sql`(${tx.tenantId}::uuid, ${group.id}::uuid, ${account.participantId}::uuid)`;
      await tx.rows(
        delivery.event_type === "group.member_added"
          ? sql`insert into app.group_members (tenant_id, group_id, participant_id) values ${member} on conflict do nothing`
          : sql`delete from app.group_members where (tenant_id, group_id, participant_id) = ${member}`,
      );
      return leaveLostRooms(tx, by, [account.participantId]);
    }
    default:
      return null;
  }
}

/** Suspends the tenant, or resumes what ScaiKey itself had suspended; the operator's own suspension stays. */
export async function applyTenantEvent({ tx, by, delivery }: Applying): Applied {
  const status = delivery.data?.status;
  if (delivery.event_type !== "tenant.updated" || typeof status !== "string") return null;
  const target = { type: "tenant", id: tx.tenantId };
  if (status === "SUSPENDED") {
    const rows = await tx.rows(sql`
      update app.tenants set suspended_at = ${by.now().toISOString()}::timestamptz
      where suspended_at is null returning tenant_id`);
    if (rows.length === 0) return null;
    audit(tx, by, { action: "tenant.suspended", target, details: { by: "provider" } });
    return [];
  }
  if (status !== "ACTIVE") return null;
  const [last] = await tx.rows<{ provider: boolean }>(sql`
    select coalesce(details->>'by' = 'provider', false) as provider from app.audit_log
    where action = 'tenant.suspended' order by at desc, id desc limit 1`);
  if (!last?.provider) return null;
  const rows = await tx.rows(sql`
    update app.tenants set suspended_at = null where suspended_at is not null returning tenant_id`);
  if (rows.length === 0) return null;
  audit(tx, by, { action: "tenant.resumed", target, details: { by: "provider" } });
  return [];
}
