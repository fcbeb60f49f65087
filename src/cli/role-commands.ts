import { sql } from "drizzle-orm";
import { type TenantRole, tenantRoles } from "#/domain/participants/roles.ts";
import type { App } from "#/server/app.ts";
import { readConfig } from "#/server/config.ts";
import { read, transact } from "#/server/database/transact.ts";
import { requireAnotherOwner } from "#/server/identity/deactivate-participant.ts";
import { audit } from "#/server/log/audit.ts";
import { leaveLostRooms, lockRoomsOf } from "#/server/rooms/lost-roles.ts";
import type { ArgumentsOf } from "./command-line.ts";
import { UsageError } from "./failure.ts";
import { withApp } from "./instance-database.ts";
import { operatorOf, type Person, personNamed, tenantNamed } from "./operator.ts";
import { printJson, printTable, visible } from "./output.ts";

export function grantRole(args: ArgumentsOf<"role grant">): Promise<void> {
  return change(args, (roles, role) => [...roles.filter((each) => each !== role), role]);
}

export function revokeRole(args: ArgumentsOf<"role revoke">): Promise<void> {
  return change(args, (roles, role) => roles.filter((each) => each !== role));
}

export async function listRoles({ tenant, json }: ArgumentsOf<"role list">): Promise<void> {
  const people = await withApp(readConfig(process.env), async (app) => {
    const { id } = await tenantNamed(app, tenant);
    return read(app.database, id, (tx) =>
      tx.rows<Person>(sql`
        select id, local_id, display_name, to_jsonb(roles) as roles from app.participants
        where roles <> '{}' and deactivated_at is null order by local_id`),
    );
  });
  if (json) return printJson({ people });
  printTable(
    ["NAME", "DISPLAY NAME", "ROLES"],
    people.map((person) => [person.local_id, person.display_name, person.roles.join(", ")]),
  );
}

type Change = (roles: readonly string[], role: TenantRole) => string[];

async function change(args: { role: string; tenant: string; who: string }, next: Change): Promise<void> {
  const role = tenantRoles.find((each) => each === args.role);
  if (!role) throw new UsageError(`\`${args.role}\` is no role: there are ${tenantRoles.join(" and ")}.`);
  const { person, roles } = await withApp(readConfig(process.env), async (app) => {
    const { id } = await tenantNamed(app, args.tenant);
    const person = await personNamed(app, id, args.who);
    return { person, roles: await changeRoles(app, id, person.id, (before) => next(before, role)) };
  });
  console.log(`${visible(person.display_name)} has now: ${roles.length > 0 ? roles.join(", ") : "no role"}.`);
}

/** Changes what someone may do in their tenant, by the operator's power. The last owner stays one. */
function changeRoles(
  app: App,
  tenantId: string,
  participantId: string,
  next: (before: readonly string[]) => string[],
): Promise<readonly string[]> {
  const by = operatorOf(app);
  return transact(app.database, tenantId, app.now(), async (tx) => {
    await lockRoomsOf(tx, [participantId]);
    const [seen] = await tx.rows<{ roles: string[] }>(sql`
      select to_jsonb(roles) as roles from app.participants where id = ${participantId}`);
    if (seen!.roles.includes("owner") && !next(seen!.roles).includes("owner")) {
      await requireAnotherOwner(tx, participantId);
    }
    const [row] = await tx.rows<{ roles: string[] }>(sql`
      select to_jsonb(roles) as roles from app.participants where id = ${participantId} for update`);
    const before = row!.roles;
    const after = next(before);
    if (after.toSorted().join() === before.toSorted().join()) return tx.emit([], () => before);
    await tx.rows(sql`
      update app.participants set roles = array(select jsonb_array_elements_text(${JSON.stringify(after)}::text::jsonb))
      where id = ${participantId}`);
    const target = { type: "participant", id: participantId };
    audit(tx, by, { action: "account.roles_changed", target, details: { before, after } });
    const told = tenantRoles.filter((role) => after.includes(role));
    const content = { participant_id: participantId, roles: told };
    const event = { id: by.newId(), room_id: null, workspace_id: null, sender_id: null, content };
    const left = await leaveLostRooms(tx, by, [participantId]);
    return tx.emit([{ ...event, type: "swp.participant.roles" }, ...left], () => after);
  });
}
