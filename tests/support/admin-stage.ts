import { afterAll, beforeAll } from "vitest";
import type { TenantRole } from "../../src/domain/participants/roles.ts";
import { readConfig } from "../../src/server/config.ts";
import type { Context } from "../../src/server/database/context.ts";
import { makeWorld, type Person, type World } from "./world.ts";

// An owner, an admin and a member: they live as long as the one file that imports them.

export let world: World;
export let owner: Person;
export let admin: Person;
export let member: Person;
export const config = readConfig({ SCAIWAVE_AUTH_MODE: "local" });

beforeAll(async () => {
  world = await makeWorld();
  owner = await world.person("olga", { roles: ["owner"] });
  admin = await world.person("adam", { roles: ["admin"] });
  member = await world.person("mia");
});
afterAll(() => world.drop());

export const on = (person: Person) => ({ participant_id: person.participant.id });
export const roles = (person: Person, ...given: TenantRole[]) => ({ ...on(person), roles: given });
export const by = (person: Person): Context => person.ctx;

/** The lines that the audit log got since, oldest first, short. */
export async function linesOf(work: () => Promise<unknown>): Promise<unknown[]> {
  const count = async () => Number((await world.owner`select count(*) from app.audit_log`)[0]!.count);
  const before = await count();
  await work();
  const lines =
    await world.owner`select action, actor_id, target_id, details from app.audit_log order by id offset ${before}`;
  return lines.map((line) => ({ ...line }));
}
