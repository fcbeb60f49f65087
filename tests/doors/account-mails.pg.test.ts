import { describe, expect, test } from "vitest";
import { transact } from "../../src/server/database/transact.ts";
import { issueLink } from "../../src/server/identity/mail-links.ts";
import { linkPage } from "../../src/server/identity/sign-in-page.ts";
import { cookieIn, ledTo, linkIn } from "../support/account-doors.ts";
import {
  accounts,
  complete,
  doors,
  forgot,
  good,
  linkFor,
  member,
  register,
  reset,
  sessionOf,
  tenants,
} from "./mail-stage.ts";

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
