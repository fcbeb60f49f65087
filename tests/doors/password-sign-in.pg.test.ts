import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSession } from "../../src/server/identity/sessions.ts";
import { rateRules } from "../../src/server/limits/rules.ts";
import { type AccountDoors, cookieIn, doorPaths, ledTo, openAccountDoors } from "../support/account-doors.ts";
import type { Person, TenantWorld } from "../support/world.ts";

const right = "vlieger-onder-de-brug";
let doors: AccountDoors;
let acme: TenantWorld;
let ana: Person;

beforeAll(async () => {
  doors = await openAccountDoors({ SCAIWAVE_AUTH_MODE: "local" });
  acme = await doors.world.tenant("acme");
  ana = await doors.world.person("ana", { email: "ana@example.com" });
  await doors.setPassword(ana, right);
});
afterAll(() => doors.end());

const signIn = (login: string, password: string, asked = {}, next = "/") =>
  doors.post("/auth/sign-in", { login, password, next }, asked);
const sessionOf = (cookie: string | null, tenant: TenantWorld = doors.world) =>
  readSession(doors.app.sessions, tenant.tenantId, cookie);
let people = 0;
async function someone(): Promise<Person & { name: string }> {
  people += 1;
  const name = `someone${people}`;
  const person = await doors.world.person(name, { email: `${name}@example.com` });
  await doors.setPassword(person, right);
  return { ...person, name };
}

describe("signing in with a password", () => {
  test.each(["ana", "ANA", " ana ", "ana@example.com", "Ana@Example.COM"])("works as %j", async (login) => {
    const response = await signIn(login, right, {}, "/w/ana?x=1");
    expect([response.status, response.headers.get("location")]).toEqual([303, "/w/ana?x=1"]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^scaiwave_\w+=[\w-]{43}; HttpOnly; (Max-Age=\d+; )?(Path=\/; )?SameSite=Lax/i);
    expect(await sessionOf(cookieIn(response))).toMatchObject({ participantId: ana.participant.id });
  });

  test("takes the same password however its letters are composed", async () => {
    const zoe = await doors.world.person("zoe");
    await doors.setPassword(zoe, "ge\u00ebmigreerd naar Zo\u00eb");
    expect(ledTo(await signIn("zoe", "gee\u0308migreerd naar Zoe\u0308"))).toMatchObject({ path: "/" });
  });

  test("gives every refusal alike, and no cookie", async () => {
    const gone = await someone();
    await doors.world.owner`update app.participants set deactivated_at = now() where id = ${gone.participant.id}`;
    await doors.world.person("bare", { email: "bare@example.com" });
    await doors.world.person("unproven", { email: "unproven@example.com" });
    const bot = await doors.world.person("bot", { participant_type: "agent" });
    await doors.setPassword(bot, right);
    const foreign = await acme.person("rosa", { email: "rosa@example.com" });
    await doors.setPassword(foreign, right, acme);
    const attempts: [string, string][] = [
      ["ana", "wrong password"],
      ["ana", `${right}\u0000`],
      ["ana", right.toUpperCase()],
      ["nobody", right],
      ["nobody@example.com", right],
      [gone.name, right],
      ["bare", right],
      ["unproven@example.com", right],
      ["bot", right],
      ["rosa", right],
      ["rosa@example.com", right],
      ["ana\u0000", right],
      ["\u0430na", right],
      ["ana' or '1'='1", right],
      ["%", right],
    ];
    for (const [login, password] of attempts) {
      const response = await signIn(login, password);
      expect([login, response.status, response.headers.get("location")]).toEqual([
        login,
        303,
        "/sign-in?error=SW_AUTH_BAD_CREDENTIALS&next=%2F",
      ]);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    // From the same set-up, each rightful owner gets in.
    expect(ledTo(await signIn("ana", right))).toMatchObject({ error: null });
    const atAcme = await signIn("rosa", right, { host: "acme.localhost:3000" });
    expect(await sessionOf(cookieIn(atAcme), acme)).toMatchObject({ participantId: foreign.participant.id });
    expect(await sessionOf(cookieIn(atAcme))).toBeNull();
  });

  test.each([
    ["a password of 1,001 characters", { login: "ana", password: "x".repeat(1_001) }],
    ["a login of 321", { login: "x".repeat(321), password: right }],
    ["an empty login", { login: "", password: right }],
    ["an empty password", { login: "ana", password: "" }],
    ["no password", { login: "ana" }],
    ["no login", { password: right }],
  ])("refuses %s before any work", async (_, fields) => {
    const before = doors.app.passwords.computed;
    expect(ledTo(await doors.post("/auth/sign-in", fields))).toEqual({
      status: 303,
      path: "/sign-in",
      error: "SW_BAD_REQUEST",
    });
    expect(doors.app.passwords.computed).toBe(before);
  });

  test("takes a password of a thousand characters", async () => {
    const long = "correct horse ".repeat(71).slice(0, 990);
    const person = await doors.world.person("longwinded");
    await doors.setPassword(person, long);
    expect(ledTo(await signIn("longwinded", long))).toMatchObject({ path: "/" });
    expect(ledTo(await signIn("longwinded", `${long}x`))).toMatchObject({ error: "SW_AUTH_BAD_CREDENTIALS" });
  });

  test("never repeats a login or a password in an address", async () => {
    const response = await signIn("my secret typed in the wrong field", "and the other one");
    expect(response.headers.get("location")).not.toMatch(/secret|other/);
  });
});

describe("the session", () => {
  test("is a fresh one each time, and one that was planted before is not taken over", async () => {
    const victim = await someone();
    const planted = `${doors.app.sessions.cookieName}=${"A".repeat(43)}`;
    const response = await signIn(victim.name, right, { cookie: planted });
    expect(cookieIn(response)).not.toBe(planted);
    expect(await sessionOf(planted)).toBeNull();
    expect(await sessionOf(cookieIn(response))).toMatchObject({ participantId: victim.participant.id });
  });

  test("that the browser had, of whomever, ends with the new one", async () => {
    const attacker = await someone();
    const victim = await someone();
    const before = cookieIn(await signIn(attacker.name, right));
    const head = await doors.world.head();
    const response = await signIn(victim.name, right, { cookie: before! });
    expect(await sessionOf(before)).toBeNull();
    expect(await sessionOf(cookieIn(response))).toMatchObject({ participantId: victim.participant.id });
    expect((await doors.world.log(head)).map((event) => event.type)).toEqual(["swp.session.ended"]);
  });

  test("of a browser is never opened by a program's refresh token", async () => {
    const secret = "r".repeat(43);
    await doors.world.owner`
      insert into app.sessions (tenant_id, id, participant_id, secret_hash, kind, expires_at)
      values (${doors.world.tenantId}, ${doors.world.newId()}, ${ana.participant.id}, sha256(${secret}::bytea), 'program',
        now() + interval '1 day')`;
    const cookie = `${doors.app.sessions.cookieName}=${secret}`;
    expect(await sessionOf(cookie)).toBeNull();
    await doors.world.owner`update app.sessions set kind = 'browser' where secret_hash = sha256(${secret}::bytea)`;
    expect(await sessionOf(cookie)).not.toBeNull();
  });
});

describe("guessing", () => {
  const { points } = rateRules.sign_in_account;

  test("at one account stops for everybody after so many attempts, the right password included", async () => {
    const victim = await someone();
    for (let attempt = 0; attempt < points; attempt += 1) {
      expect(ledTo(await signIn(victim.name, `guess ${attempt}`)).error).toBe("SW_AUTH_BAD_CREDENTIALS");
    }
    const before = doors.app.passwords.computed;
    const refused = await signIn(victim.name.toUpperCase(), right);
    expect(ledTo(refused)).toEqual({ status: 303, path: "/sign-in", error: "SW_RATE_LIMIT_EXCEEDED" });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(doors.app.passwords.computed).toBe(before);
    // Others are not touched, and the name of nobody is counted just the same.
    expect(ledTo(await signIn("ana", right)).error).toBeNull();
    for (let attempt = 0; attempt < points; attempt += 1) await signIn("nobody.at.all", "guess");
    expect(ledTo(await signIn("nobody.at.all", "guess")).error).toBe("SW_RATE_LIMIT_EXCEEDED");
  });

  test("is forgiven by a rightful sign-in", async () => {
    const person = await someone();
    for (let round = 0; round < 2; round += 1) {
      for (let attempt = 0; attempt < points - 1; attempt += 1) await signIn(person.name, "wrong");
      expect(ledTo(await signIn(person.name, right)).error).toBeNull();
    }
  });

  test("from one address stops whatever the accounts are, and elsewhere it goes on", async () => {
    const address = "203.0.113.9";
    const { points: all } = rateRules.sign_in_address;
    for (let attempt = 0; attempt < all; attempt += 10) {
      const some = Array.from({ length: Math.min(10, all - attempt) }, (_, index) => `user-${attempt + index}`);
      await Promise.all(some.map((login) => signIn(login, "password of the leak", { address })));
    }
    expect(ledTo(await signIn("ana", right, { address })).error).toBe("SW_RATE_LIMIT_EXCEEDED");
    expect(ledTo(await signIn("ana", right, { address: "203.0.113.10" })).error).toBeNull();
  });
});

describe("every door of accounts", () => {
  const evil = [
    null,
    "null",
    "https://evil.example",
    "http://localhost:3001",
    "https://localhost:3000",
    "http://localhost:3000.evil.example",
  ];

  test.each(doorPaths)("%s answers no other site", async (path) => {
    for (const origin of evil) {
      const response = await doors.post(path, { login: "ana", password: right, email: "ana@example.com" }, { origin });
      expect([origin, response.status]).toEqual([origin, 403]);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
  });

  test.each(doorPaths.filter((path) => path !== "/auth/sign-out"))(
    "%s takes a form of bounded size and nothing else",
    async (path) => {
      expect((await doors.post(path, `login=${"x".repeat(300_000)}`)).status).toBe(413);
      if (path === "/auth/demo") return;
      const json = await doors.post(path, '{"login":"ana"}', { headers: { "content-type": "application/json" } });
      expect(json.status).toBe(400);
      expect(json.headers.getSetCookie()).toEqual([]);
    },
  );

  test("leads nowhere but on this site", async () => {
    for (const next of [
      "//evil.example",
      "https://evil.example",
      "/\\evil.example",
      "/\t/evil.example",
      "/\n/evil.example",
      "\\\\evil.example",
      "javascript:alert(1)",
      "",
      "evil",
      `/${"x".repeat(1_001)}`,
    ]) {
      const response = await signIn("ana", right, {}, next);
      expect([next, response.headers.get("location")]).toEqual([next, "/"]);
    }
    expect((await signIn("ana", right, {}, "/w/zoë?x=1#y")).headers.get("location")).toBe("/w/zo%C3%AB?x=1#y");
  });

  test("keeps one click for demos without accounts", async () => {
    const response = await doors.post("/auth/demo", { participant: ana.participant.id });
    expect(response.status).toBe(404);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

test("where people have no passwords, the doors are not there", async () => {
  for (const mode of ["mock", "scaikey"]) {
    const provider = {
      SCAIWAVE_SCAIKEY_URL: "https://key.example",
      SCAIWAVE_SCAIKEY_CLIENT_ID: "id",
      SCAIWAVE_SCAIKEY_CLIENT_SECRET: "secret-of-ours",
    };
    const other = await openAccountDoors({ SCAIWAVE_AUTH_MODE: mode, ...(mode === "scaikey" ? provider : {}) });
    const person = await other.world.person("ana", { email: "ana@example.com" });
    await other.setPassword(person, right);
    const fields = { login: "ana", password: right, email: "ana@example.com" };
    for (const path of doorPaths.filter((each) => each !== "/auth/sign-out" && each !== "/auth/demo")) {
      const response = await other.post(path, fields);
      expect([path, response.status, response.headers.getSetCookie()]).toEqual([path, 404, []]);
    }
    const byClick = await other.post("/auth/demo", { participant: person.participant.id });
    expect([mode, byClick.status]).toEqual([mode, mode === "mock" ? 303 : 404]);
    await other.end();
  }
});
