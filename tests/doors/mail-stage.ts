import { afterAll, beforeAll } from "vitest";
import { readSession } from "../../src/server/identity/sessions.ts";
import { type AccountDoors, linkIn, openAccountDoors } from "../support/account-doors.ts";
import type { TenantWorld } from "../support/world.ts";

// The doors for accounts and their mails: all of it lives as long as the one file that imports it.

export const good = "vlieger-onder-de-brug";
export const other = "regen op het zinken dak";
export let doors: AccountDoors;
export let acme: TenantWorld;
export let tenants: Record<"home" | "acme", Awaited<ReturnType<AccountDoors["app"]["tenants"]["byHost"]>>>;

beforeAll(async () => {
  doors = await openAccountDoors({ SCAIWAVE_AUTH_MODE: "local" });
  acme = await doors.world.tenant("acme");
  const { tenants: finder } = doors.app;
  tenants = { home: await finder.byHost("localhost"), acme: await finder.byHost("acme.localhost") };
});
afterAll(() => doors.end());

export const sessionOf = (cookie: string | null) => readSession(doors.app.sessions, doors.world.tenantId, cookie);
export const register = (email: string, asked = {}) => doors.post("/auth/register", { email }, asked);
export const forgot = (email: string, asked = {}) => doors.post("/auth/forgot", { email }, asked);
export const reset = (link: string, password: string, asked = {}) =>
  doors.post("/auth/reset", { link, password }, asked);
export const complete = (link: string, local_id: string, more = {}, asked = {}) =>
  doors.post(
    "/auth/complete-registration",
    { link, local_id, display_name: "Somebody New", password: good, ...more },
    asked,
  );

let people = 0;
export async function member() {
  people += 1;
  const name = `member${people}`;
  const email = `${name}@example.com`;
  const person = await doors.world.person(name, { email });
  await doors.setPassword(person, good);
  return { ...person, name, email, id: person.participant.id };
}
export async function linkFor(email: string, ask: (email: string) => Promise<Response>) {
  const before = (await doors.mailsTo(email, 0)).length;
  await ask(email);
  return linkIn((await doors.mailsTo(email, before + 1)).at(-1)!);
}
export const accounts = async (email: string) =>
  doors.world.owner<{ id: string; local_id: string; verified: boolean; roles: string[] }[]>`
    select id, local_id, email_verified_at is not null as verified, roles from app.participants
    where tenant_id = ${doors.world.tenantId} and email = ${email}`;
