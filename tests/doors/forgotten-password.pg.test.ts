import { describe, expect, test } from "vitest";
import { linkPage } from "../../src/server/identity/sign-in-page.ts";
import { rateRules } from "../../src/server/limits/rules.ts";
import { cookieIn, ledTo, linkIn } from "../support/account-doors.ts";
import {
  acme,
  complete,
  doors,
  forgot,
  good,
  linkFor,
  member,
  other,
  register,
  reset,
  sessionOf,
  tenants,
} from "./mail-stage.ts";

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
