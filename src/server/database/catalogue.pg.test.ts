import { getTableColumns, getTableName, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";

let world: TestDatabase;

beforeAll(async () => {
  world = await openTestDatabase();
});
afterAll(() => world.drop());

type Table = { name: string; enabled: boolean; forced: boolean };

const tables = () => world.owner<Table[]>`
  select relname as name, relrowsecurity as enabled, relforcerowsecurity as forced
  from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p') order by relname`;

type Column = { table: string; name: string; type: string; required: boolean };

const columns = () => world.owner<Column[]>`
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`;

type Policy = {
  table: string;
  name: string;
  roles: string;
  command: string;
  permissive: string;
  using: string;
  check: string;
};

const policies = () => world.owner<Policy[]>`
  select tablename as table, policyname as name, array_to_string(roles, ',') as roles, cmd as command, permissive,
    qual as using, with_check as check
  from pg_policies where schemaname = 'app' order by tablename, policyname`;

const applicationRole = "scaiwave_app";
const systemRole = "scaiwave_system";
const ownTenant = "(tenant_id = app.current_tenant())";

describe("every table of schema app", () => {
  test("says whose each row is", async () => {
    const found = await tables();
    expect(found.length).toBeGreaterThan(12);
    const tenantColumns = (await columns()).filter((column) => column.name === "tenant_id");
    expect(tenantColumns.map((column) => column.table).sort()).toEqual(found.map((table) => table.name));
    for (const column of tenantColumns) expect(column).toMatchObject({ type: "uuid", required: true });
  });

  test("is under row-level security that not even its owner escapes", async () => {
    expect((await tables()).filter((table) => !table.enabled || !table.forced)).toEqual([]);
  });

  test("shows the application one tenant at a time, through one policy and no other", async () => {
    const forApplication = (await policies()).filter((policy) => policy.roles !== systemRole);
    expect(forApplication.map((policy) => policy.table)).toEqual((await tables()).map((table) => table.name));
    for (const { table: _, ...policy } of forApplication) {
      expect(policy).toEqual({
        name: "tenant",
        roles: applicationRole,
        command: "ALL",
        permissive: "PERMISSIVE",
        using: ownTenant,
        check: ownTenant,
      });
    }
  });

  test("carries the tenant on both sides of every foreign key", async () => {
    const keys = await world.owner<{ name: string; pairs: string[] }[]>`
      select con.conrelid::regclass::text || '.' || con.conname as name,
        array(
          select own.attname || ' = ' || other.attname
          from unnest(con.conkey, con.confkey) as pair(own, other)
          join pg_attribute own on own.attrelid = con.conrelid and own.attnum = pair.own
          join pg_attribute other on other.attrelid = con.confrelid and other.attnum = pair.other
        ) as pairs
      from pg_constraint con where con.contype = 'f' and con.connamespace = 'app'::regnamespace`;
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter((key) => !key.pairs.includes("tenant_id = tenant_id")).map((key) => key.name)).toEqual([]);
  });

  test("keeps what is unique unique within its tenant, but for what names the tenant itself", async () => {
    const unique = await world.owner<{ name: string; columns: string[] }[]>`
      select i.indexrelid::regclass::text as name,
        array(select a.attname::text from pg_attribute a where a.attrelid = i.indexrelid order by a.attnum) as columns
      from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'app'::regnamespace and i.indisunique`;
    const global = unique.filter((index) => !index.columns.includes("tenant_id"));
    expect(global.map((index) => index.name).sort()).toEqual(["app.tenants_server_name_key", "app.tenants_slug_key"]);
  });
});

describe("the roles", () => {
  test("can neither see past row-level security nor make roles and databases", async () => {
    const roles = await world.owner`
      select rolname as name, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as more
      from pg_roles where rolname in (${applicationRole}, ${systemRole}) order by rolname`;
    expect(roles).toEqual([
      { name: applicationRole, more: false },
      { name: systemRole, more: false },
    ]);
    const memberships = await world.owner`
      select granted.rolname from pg_auth_members m
      join pg_roles member on member.oid = m.member join pg_roles granted on granted.oid = m.roleid
      where member.rolname in (${applicationRole}, ${systemRole})`;
    expect(memberships).toEqual([]);
  });

  test("own nothing and change no definition", async () => {
    const owned = await world.owner`
      select c.relname from pg_class c join pg_roles r on r.oid = c.relowner
      where r.rolname in (${applicationRole}, ${systemRole})`;
    expect(owned).toEqual([]);
    for (const pool of [world.database.app, world.database.system]) {
      await expect(pool`create table app.mine (tenant_id uuid)`).rejects.toThrow(/permission denied/);
      await expect(pool`alter table app.events disable row level security`).rejects.toThrow(/must be owner/);
      await expect(pool`truncate app.events`).rejects.toThrow(/permission denied/);
    }
  });

  test("let the system see which tenants, logs and cursors there are, claim jobs unseen, and nothing else of anyone", async () => {
    const forSystem = (await policies()).filter((policy) => policy.roles.split(",").includes(systemRole));
    expect(forSystem.map((policy) => [policy.table, policy.command])).toEqual([
      ["cursors", "SELECT"],
      ["jobs", "SELECT"],
      ["jobs", "UPDATE"],
      ["streams", "SELECT"],
      ["tenants", "SELECT"],
    ]);
    const granted = await world.owner`
      select table_name as table, privilege_type as privilege from information_schema.role_table_grants
      where table_schema = 'app' and grantee in (${systemRole}, 'PUBLIC') order by table_name`;
    expect(granted).toEqual([
      { table: "cursors", privilege: "SELECT" },
      { table: "streams", privilege: "SELECT" },
      { table: "tenants", privilege: "SELECT" },
    ]);
    await expect(world.database.system`select 1 from app.events`).rejects.toThrow(/permission denied/);
    for (const column of ["payload", "last_error"]) {
      await expect(world.database.system`select ${world.database.system(column)} from app.jobs`).rejects.toThrow(
        /permission denied/,
      );
    }
  });

  test("find in schema instance only what belongs to no tenant's people", async () => {
    const names = await world.owner<{ name: string }[]>`
      select relname as name from pg_class where relnamespace = 'instance'::regnamespace and relkind = 'r' order by 1`;
    expect(names.map((table) => table.name)).toEqual(["rate_limits", "settings", "signing_keys", "tenant_hosts"]);
  });

  test("reach no function that runs with its owner's rights", async () => {
    const definers = await world.owner`
      select proname from pg_proc where prosecdef and pronamespace in ('app'::regnamespace, 'instance'::regnamespace)`;
    expect(definers).toEqual([]);
  });
});

describe("the descriptions of tables for queries", () => {
  const modules = import.meta.glob<Record<string, unknown>>("../*/tables.ts", { eager: true });
  const described = Object.values(modules).flatMap((exports) =>
    Object.values(exports).filter((each) => is(each, PgTable)),
  );

  test("cover the tables there are, each once", async () => {
    expect(described.map(getTableName).sort()).toEqual((await tables()).map((table) => table.name));
  });

  test.each(described.map((table) => [getTableName(table), table] as const))(
    "tell the truth about %s",
    async (name, table) => {
      expect(getTableConfig(table).schema).toBe("app");
      const real = (await columns()).filter((column) => column.table === name);
      const told = Object.values(getTableColumns(table)).map((column) => ({
        name: column.name,
        type: column.getSQLType(),
        required: column.notNull,
      }));
      const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
      expect(told.sort(byName)).toEqual(
        real.map(({ name, type, required }) => ({ name, type, required })).sort(byName),
      );
    },
  );
});
