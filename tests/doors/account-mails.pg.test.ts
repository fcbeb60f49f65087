import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { transact } from "../../src/server/database/transact.ts";
import { issueLink } from "../../src/server/identity/mail-links.ts";
import { readSession } from "../../src/server/identity/sessions.ts";
import { linkPage } from "../../src/server/identity/sign-in-page.ts";
import { rateRules } from "../../src/server/limits/rules.ts";
import { type AccountDoors, cookieIn, ledTo, linkIn, openAccountDoors } from "../support/account-doors.ts";
import type { TenantWorld } from "../support/world.ts";

const good = "vlieger-onder-de-brug";
const other = "regen op het zinken dak";
let doors: AccountDoors;
let acme: TenantWorld;
let tenants: Record<"home" | "acme", Awaited<ReturnType<AccountDoors["app"]["tenants"]["byHost"]>>>;

beforeAll(async () => {
  doors = await openAccountDoors({ SCAIWAVE_AUTH_MODE: "local" });
  acme = await doors.world.tenant("acme");
  const { tenants: finder } = doors.app;
  tenants = { home: await finder.byHost("localhost"), acme: await finder.byHost("acme.localhost") };
});
afterAll(() => doors.end());

const sessionOf = (cookie: string | null) => readSession(doors.app.sessions, doors.world.tenantId, cookie);
const register = (email: string, asked = {}) => doors.post("/auth/register", { email }, asked);
const forgot = (email: string, asked = {}) => doors.post("/auth/forgot", { email }, asked);
const reset = (link: string, password: string, asked = {}) => doors.post("/auth/reset", { link, password }, asked);
const complete = (link: string, local_id: string, more = {}, asked = {}) =>
  doors.post(
    "/auth/complete-registration",
    { link, local_id, display_name: "Somebody New", password: good, ...more },
    asked,
  );

let people = 0;
async function member() {
  people += 1;
  const name = `member${people}`;
  const email = `${name}@example.com`;
  const person = await doors.world.person(name, { email });
  await doors.setPassword(person, good);
  return { ...person, name, email, id: person.participant.id };
}
async function linkFor(email: string, ask: (email: string) => Promise<Response>) {
  const before = (await doors.mailsTo(email, 0)).length;
  await ask(email);
  return linkIn((await doors.mailsTo(email, before + 1)).at(-1)!);
}
const accounts = async (email: string) =>
  doors.world.owner<{ id: string; local_id: string; verified: boolean; roles: string[] }[]>`
    select id, local_id, email_verified_at is not null as verified, roles from app.participants
    where tenant_id = ${doors.world.tenantId} and email = ${email}`;

describe("registering", () => {
  test("goes by a mail to an account with a workspace, signed in, with its line in the audit log", async () => {
    const asked = await register("Noor@Example.com");
    expect([asked.status, asked.headers.get("location")]).toEqual([303, "/register?notice=mail-sent"]);
    const { href, secret } = linkIn((await doors.mailsTo("noor@example.com", 1)).at(-1)!);
    expect(href).toBe(`http://localhost:3000/register?link=${secret}`);
    const page = { purpose: "registration", email: "noor@example.com", display_name: null };
    expect(await linkPage(doors.app, tenants.home, secret)).toEqual(page);
    expect(await linkPage(doors.app, tenants.home, secret)).toEqual(page);

    const head = await doors.world.head();
    const done = await complete(secret, "noor", { display_name: "Noor Bakker" });
    expect(ledTo(done)).toEqual({ status: 303, path: "/", error: null });
    const [account] = await accounts("noor@example.com");
    expect(account).toMatchObject({ local_id: "noor", verified: true, roles: [] });
    expect(await sessionOf(cookieIn(done))).toMatchObject({ participantId: account!.id, roles: [] });
    expect((await doors.world.log(head)).map((event) => event.type)).toEqual([
      "swp.participant.updated",
      "swp.workspace.member",
    ]);
    const lines = await doors.world.owner`select action, actor_id from app.audit_log where target_id = ${account!.id}`;
    expect(lines).toEqual([{ action: "account.registered", actor_id: account!.id }]);
    const again = await doors.post("/auth/sign-in", { login: "noor@example.com", password: good });
    expect(ledTo(again).error).toBeNull();
  });

  test("with an address that has an account says so in the mail, and makes no link", async () => {
    const someone = await member();
    const asked = await register(someone.email);
    expect(asked.headers.get("location")).toBe("/register?notice=mail-sent");
    const [mail] = await doors.mailsTo(someone.email, 1);
    expect(mail).toContain("http://localhost:3000/forgot");
    expect(mail).not.toContain("link=");
  });

  test("keeps the link when the short name is taken or the password weak, and uses it up with success", async () => {
    const taken = await member();
    const { secret } = await linkFor("pim@example.com", register);
    expect(ledTo(await complete(secret, taken.name))).toMatchObject({ path: "/register", error: "SW_NAME_TAKEN" });
    const weak = await complete(secret, "pim", { password: "password123" });
    expect(weak.headers.get("location")).toContain("error=SW_AUTH_WEAK_PASSWORD");
    expect(weak.headers.get("location")).toContain(`link=${secret}`);
    expect(weak.headers.get("location")).not.toContain("password123");
    expect(weak.headers.get("referrer-policy")).toBe("no-referrer");
    expect(ledTo(await complete(secret, "pim", { password: "pim@example" })).error).toBe("SW_AUTH_WEAK_PASSWORD");
    for (const wrong of ["Pim", "p\u0456m", "pim.", "pim\u0000", "../pim", ""]) {
      expect(ledTo(await complete(secret, wrong)).error, wrong).toBe("SW_BAD_REQUEST");
    }
    for (const display_name of ["", "\u202eevE", "P\u200bim", "x".repeat(81), "Pim\u0000"]) {
      expect(ledTo(await complete(secret, "pim", { display_name })).error, display_name).toBe("SW_BAD_REQUEST");
    }
    expect(ledTo(await complete(secret, "pim")).error).toBeNull();
    expect(ledTo(await complete(secret, "pim2")).error).toBe("SW_AUTH_LINK_INVALID");
    expect(await accounts("pim@example.com")).toHaveLength(1);
  });

  test("takes no role, id or address from the form", async () => {
    const { secret } = await linkFor("mallory@example.com", register);
    const more = { roles: "owner", email: "ana@example.com", id: doors.world.tenantId, participant_type: "agent" };
    expect(ledTo(await complete(secret, "mallory", more)).error).toBeNull();
    expect(await accounts("mallory@example.com")).toMatchObject([{ local_id: "mallory", roles: [] }]);
    expect(await accounts("ana@example.com")).toEqual([]);
  });

  test("of one link by two at once makes one account", async () => {
    const { secret } = await linkFor("twice@example.com", register);
    const answers = await Promise.all(["twice-a", "twice-b", "twice-c"].map((name) => complete(secret, name)));
    expect(answers.map((answer) => ledTo(answer).error).sort()).toEqual([
      "SW_AUTH_LINK_INVALID",
      "SW_AUTH_LINK_INVALID",
      null,
    ]);
    expect(await accounts("twice@example.com")).toHaveLength(1);
  });

  test("of one short name by two at once gives it to one; the other keeps the link and chooses another", async () => {
    const emails = ["race-1@example.com", "race-2@example.com"];
    const links = await Promise.all(emails.map((email) => linkFor(email, register)));
    const answers = await Promise.all(links.map(({ secret }) => complete(secret, "racer")));
    expect(answers.map((answer) => ledTo(answer).error).sort()).toEqual(["SW_NAME_TAKEN", null]);
    const loser = answers.findIndex((answer) => ledTo(answer).error !== null);
    expect(ledTo(await complete(links[loser]!.secret, "racer-2")).error).toBeNull();
  });

  test("of one address by two links at once makes one account, told only to who has proven the address", async () => {
    const first = await linkFor("same@example.com", register);
    const rows = await doors.world.owner`select * from app.mail_links where email = 'same@example.com'`;
    const second = await linkFor("same@example.com", register);
    // The second mail made the first void; put back, the two race for the address.
    for (const row of rows) await doors.world.owner`insert into app.mail_links ${doors.world.owner(row)}`;
    const answers = await Promise.all([complete(first.secret, "same-a"), complete(second.secret, "same-b")]);
    expect(answers.map((answer) => ledTo(answer).error).sort()).toEqual(["SW_EMAIL_TAKEN", null]);
    expect(await accounts("same@example.com")).toHaveLength(1);
  });

  test("is for those whom the tenant lets in: nobody, some domains, everybody", async () => {
    const set = async (auth: object) => {
      const features = doors.world.owner.json({ auth } as never);
      await doors.world.owner`update app.tenants set features = ${features} where tenant_id = ${doors.world.tenantId}`;
    };
    const { secret } = await linkFor("early@example.com", register);
    await set({ registration: "closed" });
    expect(ledTo(await register("x@example.com"))).toMatchObject({
      path: "/register",
      error: "SW_AUTH_REGISTRATION_CLOSED",
    });
    expect(ledTo(await complete(secret, "early")).error).toBe("SW_AUTH_REGISTRATION_CLOSED");
    await set({ registration: "domains", registration_domains: ["example.com"] });
    for (const email of ["x@evil-example.com", "x@example.com.evil.org", "x@sub.example.com", "x@evil.org"]) {
      expect(ledTo(await register(email)).error, email).toBe("SW_AUTH_REGISTRATION_CLOSED");
    }
    expect(ledTo(await complete(secret, "early")).error).toBeNull();
    expect(ledTo(await register("y@EXAMPLE.com")).error).toBeNull();
    await set({ registration: "nonsense", registration_domains: 5 });
    expect(ledTo(await register("z@evil.org")).error).toBeNull();
    await set({});
  });

  test.each([
    "no address",
    "ana@example.com\r\nBcc: eve@example.com",
    "ana@example.com\nBcc: eve@example.com",
    "ana@example.com, eve@example.com",
    "Ana <ana@example.com>",
    "ana@exam\u0440le.com",
    "ana@example.com\u0000",
    "ana\u0000@example.com",
    "ana@localhost",
    `${"a".repeat(65)}@example.com`,
    `${"a".repeat(330)}@example.com`,
    "",
  ])("sends nothing to %j", async (email) => {
    expect(ledTo(await register(email))).toEqual({ status: 303, path: "/register", error: "SW_BAD_REQUEST" });
    expect(ledTo(await forgot(email)).error).toBe("SW_BAD_REQUEST");
    await doors.settled();
  });
});

describe("a forgotten password", () => {
  test("is chosen anew by a mail; every session ends, and the old password with it", async () => {
    const someone = await member();
    const before = await doors.post("/auth/sign-in", { login: someone.name, password: good });
    await doors.world.owner`
      insert into app.sessions (tenant_id, id, participant_id, secret_hash, kind, expires_at)
      values (${doors.world.tenantId}, ${doors.world.newId()}, ${someone.id}, ${`\\x${"ab".repeat(32)}`}, 'program', now() + interval '1 day')`;
    const asked = await forgot(someone.email.toUpperCase());
    expect([asked.status, asked.headers.get("location")]).toEqual([303, "/forgot?notice=mail-sent"]);
    const { href, secret } = linkIn((await doors.mailsTo(someone.email, 1)).at(-1)!);
    expect(href).toBe(`http://localhost:3000/reset?link=${secret}`);
    expect(await linkPage(doors.app, tenants.home, secret)).toEqual({
      purpose: "reset_password",
      email: someone.email,
      display_name: someone.participant.display_name,
    });
    expect(await sessionOf(cookieIn(before))).not.toBeNull();

    const head = await doors.world.head();
    const done = await reset(secret, other);
    expect(ledTo(done)).toEqual({ status: 303, path: "/", error: null });
    expect(await sessionOf(cookieIn(before))).toBeNull();
    expect(await sessionOf(cookieIn(done))).toMatchObject({ participantId: someone.id });
    const [ended] = await doors.world.log(head);
    expect(ended).toMatchObject({
      type: "swp.session.ended",
      content: { participant_id: someone.id, reason: "revoked" },
    });
    expect((ended!.content as { session_ids: string[] }).session_ids).toHaveLength(2);
    expect(await doors.world.owner`select kind from app.sessions where participant_id = ${someone.id}`).toEqual([
      { kind: "browser" },
    ]);
    expect(ledTo(await doors.post("/auth/sign-in", { login: someone.name, password: good })).error).toBe(
      "SW_AUTH_BAD_CREDENTIALS",
    );
    expect(ledTo(await doors.post("/auth/sign-in", { login: someone.name, password: other })).error).toBeNull();
    expect((await doors.mailsTo(someone.email, 2)).at(-1)).toContain("was changed");
    const lines = await doors.world.owner<{ action: string }[]>`
      select action from app.audit_log where target_id = ${someone.id} order by action`;
    expect(lines.map((line) => line.action)).toEqual(["account.password_reset", "account.sessions_ended"]);
  });

  test("is asked for in vain by those who are not here, and the answer is the same", async () => {
    const gone = await member();
    await doors.world.owner`update app.participants set deactivated_at = now() where id = ${gone.id}`;
    const unproven = await doors.world.person("unproven", { email: "unproven@example.com" });
    const rosa = await acme.person("rosa", { email: "rosa@example.com" });
    await doors.setPassword(rosa, good, acme);
    for (const email of ["nobody@example.com", gone.email, "unproven@example.com", "rosa@example.com"]) {
      const asked = await forgot(email);
      expect([email, asked.status, asked.headers.get("location"), asked.headers.getSetCookie()]).toEqual([
        email,
        303,
        "/forgot?notice=mail-sent",
        [],
      ]);
    }
    await doors.settled();
    for (const email of ["nobody@example.com", gone.email, "unproven@example.com", "rosa@example.com"]) {
      expect(await doors.mailsTo(email, 0)).toEqual([]);
    }
    expect(unproven.participant.local_id).toBe("unproven");
    await forgot("rosa@example.com", { host: "acme.localhost:3000" });
    expect((await doors.mailsTo("rosa@example.com", 1))[0]).toContain("http://acme.localhost:3000/reset?link=");
  });

  test("link is used once, and only the newest mail's works", async () => {
    const someone = await member();
    const first = await linkFor(someone.email, forgot);
    const second = await linkFor(someone.email, forgot);
    expect(ledTo(await reset(first.secret, other)).error).toBe("SW_AUTH_LINK_INVALID");
    expect(ledTo(await reset(second.secret, other)).error).toBeNull();
    expect(ledTo(await reset(second.secret, good)).error).toBe("SW_AUTH_LINK_INVALID");
    expect(await linkPage(doors.app, tenants.home, second.secret)).toBeNull();
  });

  test("link of another tenant, an expired one, a made-up one and one of a closed account are all the same", async () => {
    const someone = await member();
    const rosa = await acme.person("rosa2", { email: "rosa2@example.com" });
    await doors.setPassword(rosa, good, acme);
    await forgot("rosa2@example.com", { host: "acme.localhost:3000" });
    const foreign = linkIn((await doors.mailsTo("rosa2@example.com", 1))[0]!).secret;
    const expired = (await linkFor(someone.email, forgot)).secret;
    await doors.world
      .owner`update app.mail_links set expires_at = now() - interval '1 second' where email = ${someone.email}`;
    const gone = await member();
    const closed = (await linkFor(gone.email, forgot)).secret;
    await doors.world.owner`update app.participants set deactivated_at = now() where id = ${gone.id}`;
    const moved = await member();
    const stale = (await linkFor(moved.email, forgot)).secret;
    await doors.world.owner`update app.participants set email = 'new@example.com' where id = ${moved.id}`;
    const registration = (await linkFor("not-a-reset@example.com", register)).secret;
    for (const link of [foreign, expired, closed, stale, registration, "x".repeat(43), "x", "%00", "\u0000"]) {
      const refused = await reset(link, other);
      expect([link, ledTo(refused)]).toEqual([link, { status: 303, path: "/reset", error: "SW_AUTH_LINK_INVALID" }]);
      expect(refused.headers.getSetCookie()).toEqual([]);
      if (link !== registration) expect(await linkPage(doors.app, tenants.home, link)).toBeNull();
    }
    expect(await linkPage(doors.app, tenants.acme, foreign)).not.toBeNull();
    expect(ledTo(await reset(foreign, other, { host: "acme.localhost:3000" })).error).toBeNull();
  });

  test("link used by several at once lets one in", async () => {
    const someone = await member();
    const { secret } = await linkFor(someone.email, forgot);
    const passwords = ["the first of three ways", "the second of three ways", "the third of three ways"];
    const answers = await Promise.all(passwords.map((password) => reset(secret, password)));
    const won = answers.flatMap((answer, index) => (ledTo(answer).error === null ? [passwords[index]!] : []));
    expect(won).toHaveLength(1);
    expect(ledTo(await doors.post("/auth/sign-in", { login: someone.name, password: won[0]! })).error).toBeNull();
  });

  test("link survives a weak password, and its life is an hour", async () => {
    const someone = await member();
    const { secret } = await linkFor(someone.email, forgot);
    expect(ledTo(await reset(secret, "short")).error).toBe("SW_AUTH_WEAK_PASSWORD");
    expect(ledTo(await reset(secret, "x".repeat(1_001))).error).toBe("SW_BAD_REQUEST");
    const [row] = await doors.world.owner<{ minutes: number }[]>`
      select extract(epoch from expires_at - created_at)::int / 60 as minutes from app.mail_links where email = ${someone.email}`;
    expect(row!.minutes).toBe(60);
    expect(ledTo(await reset(secret, other)).error).toBeNull();
  });

  test("mail leads to this server, whatever the request says its host is", async () => {
    const someone = await member();
    const headers = { "x-forwarded-host": "evil.example", forwarded: "host=evil.example", "x-host": "evil.example" };
    await forgot(someone.email, { headers });
    // In a demo any port of localhost is the first tenant; the link has the configured one.
    await forgot(someone.email, { host: "localhost:6666" });
    await forgot(someone.email, { host: "127.0.0.1:3000" });
    for (const mail of await doors.mailsTo(someone.email, 3)) {
      expect(linkIn(mail).href).toMatch(/^http:\/\/localhost:3000\/reset\?link=[\w-]{43}$/);
      expect(mail).not.toMatch(/evil|6666/);
    }
    const poisoned = await forgot(someone.email, { host: "evil.example" });
    expect(poisoned.status).toBe(404);
  });

  test("mail goes to nobody more often than the limit says, here or not, and from no address either", async () => {
    const someone = await member();
    for (const email of [someone.email, "not-here@example.com"]) {
      for (let count = 0; count < rateRules.mail_account.points; count += 1) {
        expect(ledTo(await (count % 2 ? forgot(email) : register(email))).error).toBeNull();
      }
      expect(ledTo(await forgot(email)).error).toBe("SW_RATE_LIMIT_EXCEEDED");
      expect(ledTo(await register(email)).error).toBe("SW_RATE_LIMIT_EXCEEDED");
    }
    await doors.settled();
    expect(await doors.mailsTo(someone.email, 0)).toHaveLength(rateRules.mail_account.points);
    const address = "203.0.113.77";
    for (let count = 0; count < rateRules.mail_address.points; count += 1) {
      expect(ledTo(await forgot(`flood-${count}@example.com`, { address })).error).toBeNull();
    }
    expect(ledTo(await forgot("one-more@example.com", { address })).error).toBe("SW_RATE_LIMIT_EXCEEDED");
    expect(ledTo(await forgot("one-more@example.com")).error).toBeNull();
  });

  test("link is guessed at only so often from one address", async () => {
    const address = "203.0.113.78";
    const { points } = rateRules.secret_address;
    const guesses = Array.from({ length: points }, (_, index) => reset(`guess-${index}`, other, { address }));
    for (const answer of await Promise.all(guesses)) expect(ledTo(answer).error).toBe("SW_AUTH_LINK_INVALID");
    expect(ledTo(await reset("guess", other, { address })).error).toBe("SW_RATE_LIMIT_EXCEEDED");
    expect(ledTo(await complete("guess", "guess", {}, { address })).error).toBe("SW_RATE_LIMIT_EXCEEDED");
  });
});

test("an invitation's link sets the first password and proves the address", async () => {
  const invited = await doors.world.person("invited", { email: "invited@example.com" });
  const secret = await transact(doors.app.database, doors.world.tenantId, new Date(), async (tx) => {
    const owner = {
      purpose: "invitation" as const,
      email: "invited@example.com",
      participantId: invited.participant.id,
    };
    const made = await issueLink(tx, new Date(), owner);
    return tx.emit([], () => made);
  });
  expect(await linkPage(doors.app, tenants.home, secret)).toMatchObject({
    purpose: "invitation",
    display_name: "Invited",
  });
  expect(ledTo(await reset(secret, good)).error).toBeNull();
  expect(await accounts("invited@example.com")).toMatchObject([{ verified: true }]);
  expect(ledTo(await doors.post("/auth/sign-in", { login: "invited@example.com", password: good })).error).toBeNull();
});

test("nothing that a mail or a password holds is stored as it is", async () => {
  const someone = await member();
  const { secret } = await linkFor(someone.email, forgot);
  await doors.settled();
  const tables = await doors.world.owner<{ name: string }[]>`
    select schemaname || '.' || tablename as name from pg_tables where schemaname in ('app', 'instance')`;
  expect(tables.length).toBeGreaterThan(20);
  for (const { name } of tables) {
    const found = await doors.world.owner.unsafe(
      `select 1 from ${name} t where t::text like '%' || $1 || '%' or t::text like '%' || $2 || '%'`,
      [secret, good],
    );
    expect([name, found.length]).toEqual([name, 0]);
  }
});
