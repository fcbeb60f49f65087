import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ensureAccount } from "../../src/server/identity/provider/exchange-code.ts";
import { reconcile } from "../../src/server/identity/provider/reconcile.ts";
import { reconcileTasks } from "../../src/server/identity/provider/reconcile-task.ts";
import { host, openProviderDoors, type ProviderDoors } from "../support/provider-doors.ts";
import { expectRefusal } from "../support/refusal.ts";
import { ScaiKeyApi } from "../support/scaikey-api.ts";

let api: ScaiKeyApi;
let doors: ProviderDoors;

const nothing = { created: 0, updated: 0, deactivated: 0, groups: 0, refused: 0, withheld: 0 };
const user = (name: string, more: object = {}) => ({ id: `usr_${name}`, name, email: `${name}@corp.test`, ...more });
const crew = ["ann", "bob", "cat", "dan", "eve"].map((name) => user(name));
const run = () => reconcile(doors.app, doors.world.tenantId);

beforeAll(async () => {
  api = await new ScaiKeyApi().start();
  doors = await openProviderDoors(api.environment);
});
afterAll(async () => {
  await doors.end();
  await api.stop();
});
/** Everybody is there, and we know it. */
beforeEach(async () => {
  Object.assign(api, { override: () => undefined, effectiveUsersStatus: 200, pageSize: 2, users: crew, groups: [] });
  await doors.world.owner`update app.tenants set limits = '{}'`;
  await run();
});

async function active(): Promise<string[]> {
  const rows = await doors.world.owner<{ subject: string }[]>`
    select a.subject from app.provider_accounts a join app.participants p on p.id = a.participant_id
    where p.deactivated_at is null order by 1`;
  return rows.map(({ subject }) => subject.slice(4));
}

async function membersOf(): Promise<Record<string, string[]>> {
  const rows = await doors.world.owner<{ name: string; members: string[] }[]>`
    select g.name, array_remove(array_agg(p.local_id order by p.local_id), null) as members from app.groups g
    left join app.group_members m on m.group_id = g.id left join app.participants p on p.id = m.participant_id
    group by g.name order by g.name`;
  return Object.fromEntries(rows.map(({ name, members }) => [name, members]));
}

describe("the reconcile with ScaiKey", () => {
  test("makes who is missing, over several pages, and changes nothing the second time", async () => {
    api.users = [...crew, user("fay"), user("gus", { role: "tenant_admin" }), user("out", { status: "SUSPENDED" })];
    expect(await run()).toEqual({ ...nothing, created: 2 });
    const head = await doors.world.head();
    expect(await run()).toEqual(nothing);
    expect(await doors.world.head()).toBe(head);
    expect(await active()).toEqual(["ann", "bob", "cat", "dan", "eve", "fay", "gus"]);
    const [gus] = await doors.world.owner`
      select to_jsonb(roles) as roles, personal_workspace_id is not null as home from app.participants where local_id = 'gus'`;
    expect(gus).toEqual({ roles: ["admin"], home: true });
    const lines = await doors.world.owner`
      select details from app.audit_log where action = 'provider.reconciled' order by at desc limit 1`;
    expect(lines).toEqual([{ details: { ...nothing, created: 2 } }]);
  });

  test("brings names up to date, closes who is gone, and opens who is back", async () => {
    api.users = [user("ann", { name: "Ann Lee" }), user("bob", { status: "DELETED" }), ...crew.slice(2)];
    const before = (await active()).length;
    const summary = await run();
    expect(summary).toMatchObject({ updated: 1 });
    expect((await active()).length).toBe(before - summary!.deactivated);
    expect(await active()).not.toContain("bob");
    api.users = crew;
    expect(await run()).toMatchObject({ updated: 2, deactivated: 0 });
    expect(await active()).toContain("bob");
  });

  test("leaves people of this server and those an admin closed alone", async () => {
    const { participant } = await doors.world.person("local");
    await doors.world.owner`update app.participants set deactivated_at = now() where local_id = 'ann'`;
    expect(await run()).toEqual(nothing);
    expect(await active()).not.toContain("ann");
    const [row] = await doors.world.owner`select deactivated_at from app.participants where id = ${participant.id}`;
    expect(row).toEqual({ deactivated_at: null });
    await doors.world.owner`update app.participants set deactivated_at = null where local_id = 'ann'`;
  });

  test("closes nobody when the list is empty or most of them are missing", async () => {
    const before = await active();
    api.users = [];
    expect(await run()).toEqual({ ...nothing, withheld: before.length });
    api.users = crew.slice(0, 2);
    expect(await run()).toEqual({ ...nothing, withheld: before.length - 2 });
    expect(await active()).toEqual(before);
  });

  test("changes nothing when the answer breaks off, goes in a circle, never ends, or is of another form", async () => {
    const before = await active();
    const asked = api.asked.length;
    const list = (answer: (cursor: string | null) => { status: number; body: unknown }) => {
      api.override = (request, path) =>
        path.endsWith("effective_users")
          ? answer(new URL(request.url!, api.url).searchParams.get("cursor"))
          : undefined;
    };
    const page = (items: unknown, next_cursor: string | null) => ({
      status: 200,
      body: { data: { items, next_cursor } },
    });
    for (const answer of [
      (cursor: string | null) => (cursor ? { status: 500, body: {} } : page([user("new")], "2")),
      () => page([user("new")], "same"),
      (cursor: string | null) => page([user("new")], String(Number(cursor ?? 0) + 1)),
      () => page([{ name: "nobody" }], null),
      () => page("no list", null),
      () => ({ status: 200, body: "<html>" }),
      () => ({ status: 302, body: {} }),
    ]) {
      list(answer);
      await expectRefusal(run(), "SW_UNAVAILABLE");
      expect(await active()).toEqual(before);
    }
    // The circle is noticed at once; only the endless list is read up to its bound.
    expect(api.asked.length - asked).toBeLessThan(150);
  });

  test("walks the groups where it can't be asked for the application's people", async () => {
    api.effectiveUsersStatus = 403;
    api.users = [...crew, user("hal"), user("lone")];
    api.groups = [
      { id: "grp_all", name: "All", members: [...crew.map(({ id }) => ({ type: "user" as const, id })), { type: "group", id: "grp_in" }] },
      { id: "grp_in", name: "Inner", members: [{ type: "user", id: "usr_hal" }, { type: "group", id: "grp_all" }] },
    ]; // biome-ignore format: groups
    expect(await run()).toMatchObject({ created: 1, groups: 2 });
    expect(await active()).toContain("hal");
    expect(await active()).not.toContain("lone");
    expect((await membersOf()).Inner).toEqual(["ann", "bob", "cat", "dan", "eve", "hal"]);
    expect(await run()).toEqual(nothing);
    api.override = (_request, path) => (path.endsWith("/groups") ? { status: 403 } : undefined);
    await expectRefusal(run(), "SW_UNAVAILABLE");
  });

  test("keeps groups, their names and members, and removes what is gone, but not all of them at once", async () => {
    api.groups = [
      { id: "grp_a", name: "Alpha", members: [{ type: "user", id: "usr_ann" }] },
      { id: "grp_b", name: "Beta", members: [] },
    ];
    await run();
    expect(await membersOf()).toEqual({ Alpha: ["ann"], Beta: [] });
    api.groups = [{ id: "grp_a", name: "Aleph", members: [{ type: "user", id: "usr_bob" }] }];
    expect(await run()).toEqual({ ...nothing, groups: 2 });
    expect(await membersOf()).toEqual({ Aleph: ["bob"] });
    api.groups = [];
    expect(await run()).toEqual(nothing);
    expect(await membersOf()).toEqual({ Aleph: ["bob"] });
  });

  test("makes as many as there is a place for", async () => {
    const [row] = await doors.world.owner<{ people: number }[]>`
      select count(*)::int as people from app.participants where participant_type = 'human' and deactivated_at is null`;
    await doors.world
      .owner`update app.tenants set limits = ${doors.world.owner.json({ max_participants: row!.people + 1 })}`;
    api.users = [...crew, user("ivy"), user("jon"), user("kim")];
    expect(await run()).toMatchObject({ created: 1, refused: 2 });
  });

  test("does not close who signed in while it was asking", async () => {
    const tenant = await doors.app.tenants.byHost(host);
    api.override = async (_request, path) => {
      if (path.endsWith("/groups"))
        await ensureAccount(doors.app, tenant, await api.sign({ sub: "usr_quick", scope: "openid" }));
      return undefined;
    };
    expect(await run()).toMatchObject({ deactivated: 0, withheld: 0 });
    expect(await active()).toContain("quick");
  });

  test("is done once at a time, for every tenant in turn, and one that fails keeps no other waiting", async () => {
    api.users = [...crew, user("zed")];
    const both = await Promise.all([run(), run()]);
    expect(
      both.filter((summary) => summary === null).length + both.filter((summary) => summary?.created === 1).length,
    ).toBe(2);
    const beta = await doors.world.tenant("beta");
    await doors.world.owner`update app.tenants set scaikey_tenant_id = 'tnt_beta' where tenant_id = ${beta.tenantId}`;
    const seen: number[] = [];
    const [task] = reconcileTasks(doors.app, (summary) => seen.push(summary.created));
    api.users = [...crew, user("zed"), user("ben", { tenant_id: "tnt_beta" })];
    await task!.run(new AbortController().signal);
    expect(seen).toHaveLength(2);
    const [count] = await doors.world.owner`
      select count(*)::int as people from app.participants where tenant_id = ${beta.tenantId} and local_id = 'ben'`;
    expect(count).toEqual({ people: 1 });
    api.override = () => ({ status: 503 });
    await task!.run(new AbortController().signal);
    expect(seen).toHaveLength(2);
  });
});
