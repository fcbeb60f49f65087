import { afterAll, beforeAll, expect, test } from "vitest";
import { createTenant } from "#/server/tenants/create-tenant.ts";
import { changeLimits, limitsOf, listTenants, setSuspended, tenantOfSlug } from "#/server/tenants/operate-tenants.ts";
import { makeWorld, type World } from "../../../tests/support/world.ts";

let world: World;

beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.drop());

const operator = () => ({ newId: world.newId, now: world.clock.now, actorId: null, address: null });
const acts = (tenantId: string) => world.owner`
  select action, actor_id, details from app.audit_log where tenant_id = ${tenantId} order by id`;

test("an operator's acts are done once, and written down in the tenant's audit log with nobody as their actor", async () => {
  const id = world.newId();
  const names = { slug: "acme", name: "Acme", serverName: "acme.localhost" };
  const more = { scaikeyTenantId: "acme-at-scaikey", partnerId: "p1" };
  await createTenant(world.database, world.clock.now(), { id, ...names, ...more }, operator());
  expect(await tenantOfSlug(world.database, "acme")).toEqual({ id, serverName: "acme.localhost" });
  expect(await world.owner`select scaikey_tenant_id, partner_id from app.tenants where tenant_id = ${id}`).toEqual([
    { scaikey_tenant_id: "acme-at-scaikey", partner_id: "p1" },
  ]);

  expect(await setSuspended(world.database, operator(), id, true)).toBe(true);
  expect(await setSuspended(world.database, operator(), id, true)).toBe(false);
  expect((await listTenants(world.database)).map(({ slug, suspended }) => [slug, suspended])).toEqual([
    ["acme", true],
    ["home", false],
  ]);
  expect(await setSuspended(world.database, operator(), id, false)).toBe(true);

  await changeLimits(world.database, operator(), id, { max_rooms: 0, sends_per_minute: 60 });
  expect(await limitsOf(world.database, id)).toEqual({ max_rooms: 0, sends_per_minute: 60 });
  expect(await changeLimits(world.database, operator(), id, { sends_per_minute: null })).toEqual({ max_rooms: 0 });
  expect(await limitsOf(world.database, world.tenantId)).toEqual({});

  const lines = await acts(id);
  expect(lines.map(({ action }) => action)).toEqual([
    "tenant.created",
    "tenant.suspended",
    "tenant.resumed",
    "tenant.limits_changed",
    "tenant.limits_changed",
  ]);
  expect(lines.every(({ actor_id }) => actor_id === null)).toBe(true);
  expect(await acts(world.tenantId)).toEqual([]);
});

test("a tenant whose host is taken is not made at all", async () => {
  const taken = { id: world.newId(), slug: "other", name: "Other", serverName: "localhost" };
  await expect(createTenant(world.database, world.clock.now(), taken, operator())).rejects.toMatchObject({
    code: "23505",
  });
  expect(await tenantOfSlug(world.database, "other")).toBeUndefined();
});

test("figures of a tenant count its active people, its open rooms and its messages", async () => {
  await world.person("ana");
  const [home] = (await listTenants(world.database)).filter(({ slug }) => slug === "home");
  expect(home).toMatchObject({ host: "localhost", members: 1, rooms: 0, messages: 0 });
});
