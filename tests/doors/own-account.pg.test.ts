import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Session } from "../../src/domain/identity/schema.ts";
import { session } from "../../src/domain/identity/schema.ts";
import { createToken } from "../../src/server/identity/personal-tokens.ts";
import { readSession } from "../../src/server/identity/sessions.ts";
import { rateRules } from "../../src/server/limits/rules.ts";
import { type AccountDoors, cookieIn, ledTo, openAccountDoors } from "../support/account-doors.ts";
import { absentId } from "../support/refusal.ts";
import type { Person } from "../support/world.ts";

const good = "vlieger-onder-de-brug";
const other = "regen op het zinken dak";
let doors: AccountDoors;

beforeAll(async () => {
  doors = await openAccountDoors({ SCAIWAVE_AUTH_MODE: "local" });
});
afterAll(() => doors.end());

let people = 0;
async function member(): Promise<Person & { id: string; name: string; email: string }> {
  people += 1;
  const name = `member${people}`;
  const email = `${name}@example.com`;
  const person = await doors.world.person(name, { email });
  await doors.setPassword(person, good);
  return { ...person, name, email, id: person.participant.id };
}
async function signIn(login: string, agent = "Firefox", password = good): Promise<string> {
  const response = await doors.post("/auth/sign-in", { login, password }, { headers: { "user-agent": agent } });
  return cookieIn(response)!;
}
const isIn = async (cookie: string) => (await readSession(doors.app.sessions, doors.world.tenantId, cookie)) !== null;

async function answer(
  name: string,
  kind: "query" | "mutation",
  input: unknown,
  asked: { cookie?: string; headers?: Record<string, string> },
) {
  const response = await doors.call(`identity.${name}`, kind, input, asked);
  const body = (await response.json()) as { result?: { data?: unknown }; error?: { data: { sw_code: string } } };
  return { status: response.status, data: body.result?.data, code: body.error?.data.sw_code ?? null };
}
const sessionsOf = async (cookie: string) => (await answer("sessions", "query", {}, { cookie })).data as Session[];

describe("one's own sessions", () => {
  test("are listed with what they are, the one that asks first, and nobody else's", async () => {
    const someone = await member();
    const stranger = await member();
    await signIn(stranger.name);
    const first = await signIn(someone.name, "Firefox on Linux");
    await signIn(someone.name, "Safari on iPhone");
    const listed = await sessionsOf(first);
    expect(listed.map(({ user_agent, current, kind }) => ({ user_agent, current, kind }))).toEqual([
      { user_agent: "Firefox on Linux", current: true, kind: "browser" },
      { user_agent: "Safari on iPhone", current: false, kind: "browser" },
    ]);
    for (const each of listed) expect(session.safeParse(each).success).toBe(true);
    expect(JSON.stringify(listed)).not.toContain(first.split("=")[1]);
    await doors.world
      .owner`update app.sessions set expires_at = now() - interval '1 second' where user_agent = 'Safari on iPhone'`;
    expect(await sessionsOf(first)).toHaveLength(1);
  });

  test("end one by one, and their sockets hear of it", async () => {
    const someone = await member();
    const here = await signIn(someone.name);
    const there = await signIn(someone.name, "lost phone");
    const [, lost] = await sessionsOf(here);
    const head = await doors.world.head();
    expect(await answer("endSession", "mutation", { session_id: lost!.id }, { cookie: here })).toMatchObject({
      status: 200,
    });
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    expect(await doors.world.log(head)).toMatchObject([
      {
        type: "swp.session.ended",
        content: { session_ids: [lost!.id], reason: "revoked", participant_id: someone.id },
        audience: { kind: "participants", also: [someone.id] },
      },
    ]);
  });

  test("of others are not there to be ended", async () => {
    const someone = await member();
    const stranger = await member();
    const [cookie, foreign] = [await signIn(someone.name), await signIn(stranger.name)];
    const [theirs] = await sessionsOf(foreign);
    const head = await doors.world.head();
    for (const session_id of [theirs!.id, absentId]) {
      const refused = await answer("endSession", "mutation", { session_id }, { cookie });
      expect(refused).toMatchObject({ status: 404, code: "SW_SESSION_NOT_FOUND" });
    }
    expect(await isIn(foreign)).toBe(true);
    expect(await doors.world.head()).toBe(head);
  });

  test("end all at once but the one that asks", async () => {
    const someone = await member();
    const stranger = await signIn((await member()).name);
    const here = await signIn(someone.name);
    const others = [await signIn(someone.name), await signIn(someone.name)];
    expect(await answer("endOtherSessions", "mutation", undefined, { cookie: here })).toMatchObject({
      data: { ended: 2 },
    });
    expect(await Promise.all([here, stranger, ...others].map(isIn))).toEqual([true, true, false, false]);
    expect(await answer("endOtherSessions", "mutation", undefined, { cookie: here })).toMatchObject({
      data: { ended: 0 },
    });
  });

  test("are no business of a visitor or of a personal token", async () => {
    const someone = await member();
    const cookie = await signIn(someone.name);
    const { token } = await createToken(someone.ctx, {
      name: "all",
      scopes: ["read", "write"],
      expires_in_days: null,
    });
    const calls: [string, "query" | "mutation", unknown][] = [
      ["sessions", "query", {}],
      ["endSession", "mutation", { session_id: absentId }],
      ["endOtherSessions", "mutation", undefined],
      ["changePassword", "mutation", { current_password: good, new_password: other }],
    ];
    for (const [name, kind, input] of calls) {
      expect([name, (await answer(name, kind, input, {})).code]).toEqual([name, "SW_AUTH_INVALID_TOKEN"]);
      const byToken = await answer(name, kind, input, { headers: { authorization: `Bearer ${token}` } });
      expect([name, byToken.code]).toEqual([name, "SW_AUTH_NEEDS_SESSION"]);
    }
    expect(await isIn(cookie)).toBe(true);
  });

  test("remember when they were last in use, and no read waits for that", async () => {
    const someone = await member();
    const cookie = await signIn(someone.name);
    const usedAt = async () => {
      const [row] = await doors.world.owner<{ at: Date | null }[]>`
        select last_used_at as at from app.sessions where participant_id = ${someone.id}`;
      return row!.at;
    };
    await sessionsOf(cookie);
    expect(await usedAt()).toBeNull();
    await doors.world
      .owner`update app.sessions set created_at = now() - interval '6 minutes' where participant_id = ${someone.id}`;
    await Promise.all(Array.from({ length: 5 }, () => sessionsOf(cookie)));
    await expect.poll(usedAt).not.toBeNull();
    const first = await usedAt();
    await sessionsOf(cookie);
    await doors.settled();
    expect(await usedAt()).toEqual(first);
    const [listed] = await sessionsOf(cookie);
    expect(listed!.last_used_at).toBe(first!.toISOString());
  });
});

describe("one's own password", () => {
  const change = (cookie: string, current_password: string, new_password: string) =>
    answer("changePassword", "mutation", { current_password, new_password }, { cookie });

  test("changes with the current one, ends one's other sessions, and is told by mail", async () => {
    const someone = await member();
    const here = await signIn(someone.name);
    const there = await signIn(someone.name);
    const bystander = await signIn((await member()).name);
    expect(await change(here, good, other)).toMatchObject({ status: 200, code: null });
    expect(await Promise.all([here, there, bystander].map(isIn))).toEqual([true, false, true]);
    expect(ledTo(await doors.post("/auth/sign-in", { login: someone.name, password: good })).error).not.toBeNull();
    expect(ledTo(await doors.post("/auth/sign-in", { login: someone.name, password: other })).error).toBeNull();
    const [mail] = await doors.mailsTo(someone.email, 1);
    expect(mail).toContain("was changed");
    expect(mail).not.toMatch(/link=/);
    const lines = await doors.world.owner<{ action: string; address: string | null }[]>`
      select action, address from app.audit_log where target_id = ${someone.id} order by id`;
    expect(lines.map((line) => line.action)).toEqual(["account.password_changed", "account.sessions_ended"]);
    expect(lines[0]!.address).toMatch(/^10\./);
  });

  test("makes a mailed link that was still open worthless", async () => {
    const someone = await member();
    const cookie = await signIn(someone.name);
    await doors.post("/auth/forgot", { email: someone.email });
    const [mail] = await doors.mailsTo(someone.email, 1);
    expect(await change(cookie, good, other)).toMatchObject({ status: 200 });
    const link = /link=([\w-]+)/.exec(mail!)![1]!;
    expect(ledTo(await doors.post("/auth/reset", { link, password: good })).error).toBe("SW_AUTH_LINK_INVALID");
  });

  test("stays when the current one is wrong, the new one weak, or there is none", async () => {
    const someone = await member();
    const cookie = await signIn(someone.name);
    const there = await signIn(someone.name);
    expect(await change(cookie, "wrong password", other)).toMatchObject({
      status: 401,
      code: "SW_AUTH_BAD_CREDENTIALS",
    });
    expect(await change(cookie, good, "short")).toMatchObject({ status: 400, code: "SW_AUTH_WEAK_PASSWORD" });
    expect(await change(cookie, good, someone.email)).toMatchObject({ code: "SW_AUTH_WEAK_PASSWORD" });
    expect(await change(cookie, good, "x".repeat(1_001))).toMatchObject({ code: "SW_BAD_REQUEST" });
    expect(await isIn(there)).toBe(true);
    await doors.world.owner`delete from app.passwords where participant_id = ${someone.id}`;
    expect(await change(cookie, good, other)).toMatchObject({ code: "SW_AUTH_BAD_CREDENTIALS" });
  });

  test("is guessed at only so often, by whoever found the screen unlocked", async () => {
    const someone = await member();
    const cookie = await signIn(someone.name);
    for (let attempt = 0; attempt < rateRules.sign_in_account.points; attempt += 1) {
      expect((await change(cookie, `guess ${attempt}`, other)).code).toBe("SW_AUTH_BAD_CREDENTIALS");
    }
    expect(await change(cookie, good, other)).toMatchObject({ status: 429, code: "SW_RATE_LIMIT_EXCEEDED" });
    // The person themself still gets in elsewhere.
    expect(ledTo(await doors.post("/auth/sign-in", { login: someone.name, password: good })).error).toBeNull();
  });

  test("of two changes at once, one is made", async () => {
    const someone = await member();
    const cookie = await signIn(someone.name);
    const answers = await Promise.all([change(cookie, good, other), change(cookie, good, "a third way of saying it")]);
    expect(answers.map(({ code }) => code).sort()).toEqual(["SW_AUTH_BAD_CREDENTIALS", null]);
  });
});
