import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { prepareDatabase } from "../../src/cli/prepare-database.ts";
import { signInHint } from "../../src/cli/sign-in-hint.ts";
import { readSession } from "../../src/server/identity/sessions.ts";
import { renewSetupCode } from "../../src/server/identity/setup-code.ts";
import { signInPage } from "../../src/server/identity/sign-in-page.ts";
import { rateRules } from "../../src/server/limits/rules.ts";
import { type AccountDoors, cookieIn, ledTo, openAccountDoors } from "../support/account-doors.ts";

const name = "chat.example.com";
const good = "vlieger-onder-de-brug";
let doors: AccountDoors;
let tenantId: string;
let code: string;

const prepare = () => prepareDatabase(doors.world.address, { config: doors.app.config, empty: false });
const setUp = (fields: Record<string, string> = {}, asked = {}) =>
  doors.post(
    "/auth/setup",
    { code, email: "olga@example.com", display_name: "Olga", local_id: "olga", password: good, ...fields },
    asked,
  );
const owners = () => doors.world.owner<{ id: string; local_id: string; verified: boolean }[]>`
  select id, local_id, email_verified_at is not null as verified from app.participants
  where 'owner' = any(roles) and tenant_id = ${tenantId}`;
const page = async () => signInPage(doors.app, await doors.app.tenants.byHost(name));

beforeAll(async () => {
  doors = await openAccountDoors({ SCAIWAVE_SERVER_NAME: name });
  const prepared = await prepare();
  expect(prepared.summary).toBe("made, empty");
  const [host] = await doors.world.owner<{ tenant_id: string }[]>`
    select tenant_id from instance.tenant_hosts where host = ${name}`;
  tenantId = host!.tenant_id;
});
afterAll(() => doors.end());

beforeEach(async () => {
  await doors.world.owner`update app.participants set roles = '{}' where tenant_id = ${tenantId}`;
  code = (await prepare()).setupCode!;
});

describe("the setup code", () => {
  test("is four groups of five letters that nobody confuses, and is printed with its address", () => {
    expect(code).toMatch(/^([A-HJ-NP-TV-Z]{5}-){3}[A-HJ-NP-TV-Z]{5}$/);
    const lines = signInHint(doors.app.config, { empty: false, setupCode: code });
    expect(lines).toContain(code);
    expect(lines.join("\n")).toContain("https://chat.example.com/setup");
    expect(signInHint(doors.app.config, { empty: false, setupCode: null }).join()).not.toContain("/setup");
  });

  test("makes the first owner, signed in, with the line in the audit log; and the page then asks for none", async () => {
    expect(await page()).toMatchObject({ setup: true, registration: false, password: true, demo: false, people: [] });
    const done = await setUp();
    expect(ledTo(done)).toEqual({ status: 303, path: "/", error: null });
    const [owner] = await owners();
    expect(owner).toMatchObject({ local_id: "olga", verified: true });
    expect(done.headers.getSetCookie()[0]).toMatch(/^__Host-scaiwave_\w+=.*; Secure/);
    const session = await readSession(doors.app.sessions, tenantId, cookieIn(done));
    expect(session).toMatchObject({ participantId: owner!.id, roles: ["owner"] });
    const lines = await doors.world.owner`select action from app.audit_log where target_id = ${owner!.id}`;
    expect(lines).toEqual([{ action: "account.first_owner" }]);
    expect(await page()).toMatchObject({ setup: false });
    expect((await prepare()).setupCode).toBeNull();
    expect(ledTo(await setUp({ local_id: "second", email: "second@example.com" })).error).toBe("SW_AUTH_SETUP_CODE");
  });

  test("may be typed in small letters and without hyphens", async () => {
    const typed = ` ${code.toLowerCase().replaceAll("-", " ")} `;
    expect(ledTo(await setUp({ code: typed, local_id: "typed", email: "typed@example.com" })).error).toBeNull();
  });

  test("is void once the instance has started again", async () => {
    const before = code;
    code = (await prepare()).setupCode!;
    expect(code).not.toBe(before);
    const fields = { local_id: "later", email: "later@example.com" };
    expect(ledTo(await setUp({ ...fields, code: before })).error).toBe("SW_AUTH_SETUP_CODE");
    expect(ledTo(await setUp(fields)).error).toBeNull();
  });

  test("survives what was typed wrong beside it, and is never repeated in an address", async () => {
    const wrong: [Record<string, string>, string][] = [
      [{ password: "password123" }, "SW_AUTH_WEAK_PASSWORD"],
      [{ local_id: "Olga" }, "SW_BAD_REQUEST"],
      [{ email: "no address" }, "SW_BAD_REQUEST"],
      [{ code: code.replace(/.$/, (last) => (last === "A" ? "B" : "A")) }, "SW_AUTH_SETUP_CODE"],
      [{ code: "" }, "SW_AUTH_SETUP_CODE"],
      [{ code: "null" }, "SW_AUTH_SETUP_CODE"],
      [{ code: "x".repeat(101) }, "SW_BAD_REQUEST"],
    ];
    for (const [fields, error] of wrong) {
      const refused = await setUp({ local_id: "careful", email: "careful@example.com", ...fields });
      expect([fields, ledTo(refused)]).toEqual([fields, { status: 303, path: "/setup", error }]);
      expect(refused.headers.get("location")).not.toContain(code);
      expect(refused.headers.get("location")).not.toContain(good);
    }
    expect(await owners()).toEqual([]);
    expect(ledTo(await setUp({ local_id: "careful", email: "careful@example.com" })).error).toBeNull();
  });

  test("used by several at once makes one owner", async () => {
    const all = ["one", "two", "three"].map((who) => setUp({ local_id: `race-${who}`, email: `${who}@example.com` }));
    const errors = (await Promise.all(all)).map((answer) => ledTo(answer).error);
    expect(errors.sort()).toEqual(["SW_AUTH_SETUP_CODE", "SW_AUTH_SETUP_CODE", null]);
    expect(await owners()).toHaveLength(1);
  });

  test("is worth nothing where an owner was made otherwise", async () => {
    const [anyone] = await doors.world.owner<{ id: string }[]>`
      update app.participants set roles = '{owner}' where local_id = 'olga' and tenant_id = ${tenantId} returning id`;
    expect(ledTo(await setUp({ local_id: "late", email: "late@example.com" })).error).toBe("SW_AUTH_SETUP_CODE");
    expect(await owners()).toMatchObject([{ id: anyone!.id }]);
    expect(await renewSetupCode(doors.app.database, tenantId, new Date())).toBeNull();
    await doors.world.owner`update app.participants set roles = '{}' where tenant_id = ${tenantId}`;
    expect(ledTo(await setUp({ local_id: "late", email: "late@example.com" })).error).toBe("SW_AUTH_SETUP_CODE");
  });

  test("is guessed at only so often from one address", async () => {
    const address = "203.0.113.50";
    const guesses = Array.from({ length: rateRules.setup_code.points }, () => setUp({ code: "AAAAA" }, { address }));
    for (const answer of await Promise.all(guesses)) expect(ledTo(answer).error).toBe("SW_AUTH_SETUP_CODE");
    expect(ledTo(await setUp({}, { address })).error).toBe("SW_RATE_LIMIT_EXCEEDED");
    expect(await owners()).toEqual([]);
  });

  test("opens no other tenant, and is stored nowhere", async () => {
    const other = await doors.world.tenant("acme");
    const foreign = await setUp({}, { host: other.serverName });
    expect(foreign.status).toBe(404);
    expect(ledTo(await setUp({}, { origin: "https://evil.example" })).status).toBe(403);
    const found = await doors.world.owner`
      select name from instance.settings where value::text ilike ${`%${code.replaceAll("-", "%")}%`}`;
    expect(found).toEqual([]);
  });
});
