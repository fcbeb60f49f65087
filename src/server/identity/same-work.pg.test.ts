import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#/server/config.ts";
import type { Database } from "#/server/database/connect.ts";
import type { Lanes } from "#/server/database/lanes.ts";
import type { AccountDeps } from "#/server/identity/account-deps.ts";
import { Passwords } from "#/server/identity/passwords.ts";
import { askToRegister } from "#/server/identity/register.ts";
import { forgotPassword } from "#/server/identity/reset-password.ts";
import { verifyPassword } from "#/server/identity/verify-password.ts";
import { RateLimits } from "#/server/limits/rate-limits.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";
import { listening } from "../../../tests/support/listening.ts";
import { makeWorld, type World } from "../../../tests/support/world.ts";

let world: World;
let statements: string[];
let deps: AccountDeps;
let tenant: Tenant;

beforeAll(async () => {
  world = await makeWorld();
  const heard = (text: string) => statements.push(text.replaceAll(world.tenantId, "<tenant>"));
  const app = listening(world.database.app, heard);
  const lanes = Object.assign(Object.create(world.database.lanes) as Lanes, {
    use: ((work) => world.database.lanes.use((client, lane) => work(listening(client, heard), lane))) as Lanes["use"],
  });
  const database: Database = { ...world.database, app, lanes };
  deps = {
    database,
    config: readConfig({ SCAIWAVE_AUTH_MODE: "local" }),
    limits: new RateLimits(app),
    passwords: new Passwords({ memory: 8, passes: 1, parallelism: 1 }),
    wake: { advanced: () => {} },
    now: world.clock.now,
    newId: world.newId,
  };
  tenant = { id: world.tenantId, slug: "home", name: "home", serverName: "localhost" };
  await world.person("ana", { email: "ana@example.com" });
  await world.person("bare", { email: "bare@example.com" });
  await world.person("gone", { email: "gone@example.com" });
  const hash = await deps.passwords.hash("vlieger-onder-de-brug");
  await world.owner`
    insert into app.passwords (tenant_id, participant_id, hash)
    select tenant_id, id, ${hash} from app.participants where local_id in ('ana', 'gone')`;
  await world.owner`
    update app.participants set email_verified_at = now(),
      deactivated_at = case when local_id = 'gone' then now() end`;
});
afterAll(() => world.drop());
beforeEach(() => {
  statements = [];
});

/** The statements and hashes of an act, and how it ended. */
async function workOf(act: () => Promise<unknown>) {
  statements = [];
  const before = deps.passwords.computed;
  const outcome = await act().then(
    () => "answered",
    (error: { code?: string }) => error.code,
  );
  return { outcome, statements, hashes: deps.passwords.computed - before };
}

describe("the work of an answer tells nothing", () => {
  test("when a password is wrong, whether there is an account, a password, or a closed account", async () => {
    const attempt = (login: string) =>
      workOf(() => verifyPassword(deps, tenant, { login, password: "wrong password" }, "203.0.113.1"));
    const known = await attempt("ana");
    expect(known).toMatchObject({ outcome: "SW_AUTH_BAD_CREDENTIALS", hashes: 1 });
    expect(known.statements.length).toBeGreaterThan(3);
    for (const login of ["nobody", "ana@example.com", "nobody@example.com", "bare", "gone", "gone@example.com"]) {
      expect(await attempt(login), login).toEqual(known);
    }
    // The listener is not deaf: a right password does more.
    const right = await workOf(() =>
      verifyPassword(deps, tenant, { login: "ana", password: "vlieger-onder-de-brug" }, "203.0.113.1"),
    );
    expect(right.outcome).toBe("answered");
    expect(right.statements.length).toBeGreaterThan(known.statements.length);
    // The right password of a closed account is worth no more than a wrong one.
    const closed = await workOf(() =>
      verifyPassword(deps, tenant, { login: "gone", password: "vlieger-onder-de-brug" }, "203.0.113.1"),
    );
    expect(closed).toEqual(known);
  });

  test("when a mail is asked for, whether anybody has the address", async () => {
    for (const ask of [forgotPassword, askToRegister]) {
      const attempt = (email: string) => workOf(() => ask(deps, tenant, { email }, "203.0.113.2"));
      const known = await attempt("ana@example.com");
      expect(known).toMatchObject({ outcome: "answered", hashes: 0 });
      expect(known.statements.some((statement) => statement.includes("app.jobs"))).toBe(true);
      for (const email of ["nobody@example.com", "gone@example.com", "bare@example.com"]) {
        expect(await attempt(email), email).toEqual(known);
      }
    }
    const jobs = await world.owner<{ kind: string; count: number }[]>`
      select kind, count(*)::int as count from app.jobs group by kind order by kind`;
    expect(jobs).toEqual([
      { kind: "account.registration", count: 4 },
      { kind: "account.reset", count: 4 },
    ]);
  });
});

describe("a hash of earlier costs", () => {
  const stored = async () => {
    const [row] = await world.owner<{ hash: string }[]>`
      select w.hash from app.passwords w join app.participants p on p.id = w.participant_id where p.local_id = 'ana'`;
    return row!.hash;
  };
  const signIn = (passwords: Passwords, password: string) =>
    verifyPassword({ ...deps, passwords }, tenant, { login: "ana", password }, "203.0.113.3");

  test("is replaced by the next rightful sign-in, and by nothing else", async () => {
    const before = await stored();
    const today = new Passwords({ memory: 16, passes: 1, parallelism: 1 });
    await expect(signIn(today, "wrong password")).rejects.toThrow();
    expect(await stored()).toBe(before);
    await signIn(today, "vlieger-onder-de-brug");
    const after = await stored();
    expect(after).toMatch(/^\$argon2id\$v=19\$m=16,/);
    await signIn(today, "vlieger-onder-de-brug");
    expect(await stored()).toBe(after);
  });
});
