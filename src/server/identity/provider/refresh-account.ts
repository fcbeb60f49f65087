import { sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { type TenantRole, tenantRoles } from "#/domain/participants/roles.ts";
import type { Writer } from "#/server/database/transact.ts";
import type { Identity } from "#/server/identity/provider/claims.ts";
import { putInGroups } from "#/server/identity/provider/group-members.ts";
import { displayNameOf } from "#/server/identity/provider/names.ts";
import { type Auditor, audit } from "#/server/log/audit.ts";
import { findParticipant } from "#/server/participants/read.ts";
import { leaveLostRooms } from "#/server/rooms/lost-roles.ts";

type Row = { roles: string[]; email: string | null; verified: boolean };

/**
 * Brings one active participant to what the provider says of them, in the caller's transaction, and answers their roles
 * and the events to emit. What the provider did not say stays as it is.
 */
export async function refreshAccount(
  tx: Writer,
  by: Auditor,
  participantId: string,
  who: Identity,
): Promise<{ roles: string[]; events: EventDraft[]; changed: boolean }> {
  const before = await findParticipant(tx, participantId, "no key update");
  const [row] = await tx.rows<Row>(sql`
    select to_jsonb(roles) as roles, email, email_verified_at is not null as verified
    from app.participants where id = ${participantId}`);
  const mailed = await refreshMail(tx, by, participantId, row!, who);
  if (who.groups) await putInGroups(tx, by, participantId, who.groups);
  const events: EventDraft[] = [];
  const display_name = who.name ? displayNameOf(who) : null;
  if (display_name && display_name !== before.display_name) {
    await tx.rows(sql`update app.participants set display_name = ${display_name} where id = ${participantId}`);
    const content = { participant: { ...before, display_name } };
    events.push({ ...draft(by, participantId), type: "swp.participant.updated", content });
  }
  const roles = rolesFor(row!.roles, who.role);
  if (roles.join() !== row!.roles.join()) {
    await changeRoles(tx, by, participantId, row!.roles, roles);
    const told = roles.filter((role): role is TenantRole => tenantRoles.some((known) => known === role));
    const content = { participant_id: participantId, roles: told };
    events.push({ ...draft(by, participantId), type: "swp.participant.roles", content });
  }
  events.push(...(await leaveLostRooms(tx, by, [participantId])));
  return { roles, events, changed: mailed || events.length > 0 };
}

/**
 * The roles after the provider spoke: it decides who is an admin, and says nothing of owners, who are made here by hand.
 * `undefined`: it did not speak.
 */
export function rolesFor(before: readonly string[], role: string | null | undefined): string[] {
  if (role === undefined) return [...before];
  const rest = before.filter((each) => each !== "admin");
  return role === "tenant_admin" ? [...(before.includes("admin") ? before : [...before, "admin"])] : rest;
}

async function changeRoles(tx: Writer, by: Auditor, id: string, before: string[], after: string[]): Promise<void> {
  const list = JSON.stringify(after);
  await tx.rows(sql`
    update app.participants
    set roles = array(select jsonb_array_elements_text(${list}::text::jsonb)) where id = ${id}`);
  const target = { type: "participant", id };
  audit(tx, by, { action: "account.roles_changed", target, details: { before, after, by: "provider" } });
}

/**
 * Their mail address, when nobody else here has it. A proven one replaces any; an unproven one only fills a gap or
 * follows an unproven one, so that a proof once given is not lost.
 */
async function refreshMail(tx: Writer, by: Auditor, id: string, row: Row, who: Identity): Promise<boolean> {
  const { email, emailVerified } = who;
  const same = row.email?.toLowerCase() === email;
  if (!email || (same && (row.verified || !emailVerified)) || (!same && !emailVerified && row.verified)) return false;
  const verifiedAt = emailVerified ? by.now().toISOString() : null;
  const rows = await tx.rows(sql`
    update app.participants set email = ${email}, email_verified_at = ${verifiedAt}::timestamptz
    where id = ${id} and not exists (
      select from app.participants other where lower(other.email) = ${email} and other.id <> ${id})
    returning id`);
  return rows.length > 0;
}

function draft(by: Auditor, participantId: string) {
  return { id: by.newId(), room_id: null, workspace_id: null, sender_id: participantId };
}
