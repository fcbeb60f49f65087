import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw } from "../../../tests/support/sync-law.ts";
import { told } from "../../../tests/support/told.ts";
import { makeWorld, type Person, rows, type World } from "../../../tests/support/world.ts";
import { inviteParticipantInput, listManagedInput, setRolesInput } from "../../domain/admin/inputs.ts";
import type { TenantRole } from "../../domain/participants/roles.ts";
import { updateSettingsInput } from "../../domain/tenants/settings.ts";
import { readConfig } from "../config.ts";
import type { Context } from "../database/context.ts";
import { createToken } from "../identity/personal-tokens.ts";
import { hashSecret } from "../identity/secrets.ts";
import { sendMessage } from "../messages/send-message.ts";
import type { Message } from "../ports/mail/port.ts";
import { createRoom } from "../rooms/create-room.ts";
import { deactivate, endSessions, reactivate } from "./account-status.ts";
import { invitationJob, inviteParticipant, sendInvitationMail } from "./invite-participant.ts";
import { listAudit } from "./list-audit.ts";
import { listManaged } from "./list-managed.ts";
import { setRoles } from "./set-roles.ts";
import { readSettings, updateSettings } from "./settings.ts";
import { tenantStats } from "./tenant-stats.ts";

let world: World;
let owner: Person;
let admin: Person;
let member: Person;
const config = readConfig({ SCAIWAVE_AUTH_MODE: "local" });

beforeAll(async () => {
  world = await makeWorld();
  owner = await world.person("olga", { roles: ["owner"] });
  admin = await world.person("adam", { roles: ["admin"] });
  member = await world.person("mia");
});
afterAll(() => world.drop());

const on = (person: Person) => ({ participant_id: person.participant.id });
const roles = (person: Person, ...given: TenantRole[]) => ({ ...on(person), roles: given });
const by = (person: Person): Context => person.ctx;

/** The lines that the audit log got since, oldest first, short. */
async function linesOf(work: () => Promise<unknown>): Promise<unknown[]> {
  const count = async () => Number((await world.owner`select count(*) from app.audit_log`)[0]!.count);
  const before = await count();
  await work();
  const lines =
    await world.owner`select action, actor_id, target_id, details from app.audit_log order by id offset ${before}`;
  return lines.map((line) => ({ ...line }));
}

describe("acting on somebody's account", () => {
  test("is refused sideways and upwards, and looks the same whatever the act", async () => {
    const other = await world.person("aron", { roles: ["admin"] });
    const head = await world.head();
    for (const act of [deactivate, reactivate, endSessions]) {
      await expectRefusal(act(by(admin), on(other)), "SW_PARTICIPANT_FORBIDDEN");
      await expectRefusal(act(by(admin), on(owner)), "SW_PARTICIPANT_FORBIDDEN");
      await expectRefusal(act(by(owner), { participant_id: absentId }), "SW_PARTICIPANT_NOT_FOUND");
    }
    await expectRefusal(setRoles(by(admin), roles(other)), "SW_PARTICIPANT_FORBIDDEN");
    await expectRefusal(setRoles(by(admin), roles(owner)), "SW_PARTICIPANT_FORBIDDEN");
    await expectRefusal(setRoles(by(admin), roles(member, "admin")), "SW_PARTICIPANT_FORBIDDEN");
    await expectRefusal(setRoles(by(admin), roles(admin, "owner")), "SW_PARTICIPANT_FORBIDDEN");
    expect(await world.head()).toBe(head);
  });

  test("is refused on oneself, on AIs and on people of another tenant", async () => {
    const bot = await world.person("bot", { participant_type: "model" });
    const foreign = await (await world.tenant("elsewhere")).person("rosa");
    const second = await world.person("olaf", { roles: ["owner"] });
    for (const act of [deactivate, endSessions]) {
      await expectRefusal(act(by(second), on(second)), "SW_PARTICIPANT_FORBIDDEN");
      for (const nobody of [bot, foreign]) {
        await expectRefusal(act(by(owner), on(nobody)), "SW_PARTICIPANT_NOT_FOUND");
      }
    }
    await setRoles(by(owner), roles(second));
  });

  test("counts the roles that the actor has now, not those of when they asked", async () => {
    const former = await world.person("fred", { roles: ["owner"] });
    await setRoles(by(owner), roles(former));
    expect(former.ctx.actor.roles).toEqual(["owner"]);
    await expectRefusal(deactivate(by(former), on(member)), "SW_PARTICIPANT_FORBIDDEN");
    await expectRefusal(setRoles(by(former), roles(former, "owner")), "SW_PARTICIPANT_FORBIDDEN");
    const gone = await world.person("gone", { roles: ["admin"] });
    await deactivate(by(owner), on(gone));
    await expectRefusal(deactivate(by(gone), on(member)), "SW_AUTH_INVALID_TOKEN");
  });
});

describe("roles", () => {
  test("are set by an owner, told to the one concerned, and written down", async () => {
    const ana = await world.person("ana");
    const head = await world.head();
    const lines = await linesOf(async () => {
      expect((await setRoles(by(owner), roles(ana, "owner", "admin"))).roles).toEqual(["admin", "owner"]);
      expect((await setRoles(by(owner), roles(ana, "admin", "owner"))).roles).toEqual(["admin", "owner"]);
    });
    const [event, ...more] = await world.log(head);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: "swp.participant.roles",
      sender_id: owner.participant.id,
      content: { participant_id: ana.participant.id, roles: ["admin", "owner"] },
      audience: { kind: "participants", also: [ana.participant.id] },
    });
    expect(lines).toEqual([
      {
        action: "account.roles_changed",
        actor_id: owner.participant.id,
        target_id: ana.participant.id,
        details: { before: [], after: ["admin", "owner"] },
      },
    ]);
    await setRoles(by(ana), roles(ana));
  });

  test("keep the provider's own beside ours", async () => {
    const ben = await world.person("ben", { roles: ["billing"] });
    expect((await setRoles(by(owner), roles(ben, "admin"))).roles).toEqual(["admin"]);
    const [row] = await world.owner`select roles from app.participants where id = ${ben.participant.id}`;
    expect(row!.roles).toEqual(["billing", "admin"]);
  });

  test("leave the tenant an owner, whoever asks for the last one's", async () => {
    await expectRefusal(setRoles(by(owner), roles(owner)), "SW_TENANT_NEEDS_OWNER");
    await expectRefusal(setRoles(by(owner), roles(owner, "admin")), "SW_TENANT_NEEDS_OWNER");
  });

  test("of two owners who demote or close each other at once leave one", async () => {
    for (const round of [1, 2, 3, 4, 5, 6]) {
      const tenant = await world.tenant(`duel${round}`);
      const [one, two] = [
        await tenant.person("one", { roles: ["owner"] }),
        await tenant.person("two", { roles: ["owner"] }),
      ];
      const act = (actor: Person, target: Person) =>
        round % 2 === 0 ? deactivate(by(actor), on(target)) : setRoles(by(actor), roles(target));
      const outcomes = await Promise.allSettled([act(one, two), act(two, one)]);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const left = await world.owner`select id from app.participants
        where tenant_id = ${tenant.tenantId} and 'owner' = any(roles) and deactivated_at is null`;
      expect(left).toHaveLength(1);
    }
  });

  test("of two owners who step down at once leave one", async () => {
    for (const round of [1, 2, 3]) {
      const tenant = await world.tenant(`resign${round}`);
      const [one, two] = [
        await tenant.person("one", { roles: ["owner"] }),
        await tenant.person("two", { roles: ["owner"] }),
      ];
      const outcomes = await Promise.allSettled([one, two].map((each) => setRoles(by(each), roles(each))));
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const refused = outcomes.find((each) => each.status === "rejected");
      expect(refused?.reason.code).toBe("SW_TENANT_NEEDS_OWNER");
    }
  });

  test("that are none, are many, or come with more are no input", () => {
    const base = { participant_id: absentId };
    for (const input of [
      { ...base, roles: ["superuser"] },
      { ...base, roles: ["admin", "owner", "admin"] },
      { ...base, roles: "admin" },
      { ...base, roles: ["admin"], tenant_id: absentId },
      { ...base, roles: ["admin"], deactivated_at: null },
    ]) {
      expect(setRolesInput.safeParse(input).success, JSON.stringify(input)).toBe(false);
    }
  });
});

describe("a closed account", () => {
  test("has no session and no token, leaves the directory, and is written down; twice changes nothing", async () => {
    const cleo = await world.person("cleo");
    const token = await createToken(cleo.ctx, { name: "script", scopes: ["read"], expires_in_days: null });
    await rows(
      world,
      world,
      sql`
      insert into app.sessions (tenant_id, id, participant_id, secret_hash, expires_at)
      select ${world.tenantId}, gen_random_uuid(), ${cleo.participant.id}, decode(md5(n::text), 'hex'), now() + interval '1 day'
      from generate_series(1, 450) n`,
    );
    const head = await world.head();
    const lines = await linesOf(async () => {
      const shown = await deactivate(by(admin), on(cleo));
      expect(shown.deactivated_at).toBe(world.clock.now().toISOString());
      await deactivate(by(admin), on(cleo));
    });
    expect(await told(world, head)).toEqual([
      "swp.session.ended",
      "swp.session.ended",
      "swp.session.ended",
      "swp.participant.deactivated",
    ]);
    const ended = (await world.log(head)).flatMap((event) =>
      event.type === "swp.session.ended" ? event.content.session_ids : [],
    );
    expect(ended).toHaveLength(451);
    expect(ended).toContain(token.id);
    expect(lines).toEqual([
      {
        action: "account.deactivated",
        actor_id: admin.participant.id,
        target_id: cleo.participant.id,
        details: { ended: 451 },
      },
    ]);
    for (const table of ["sessions", "personal_tokens"]) {
      expect(
        await world.owner.unsafe(`select id from app.${table} where participant_id = '${cleo.participant.id}'`),
      ).toEqual([]);
    }
  });

  test("follows the sync law, and so do its return and a change of roles", async () => {
    const dora = await world.person("dora");
    const room = await createRoom(dora.ctx, { name: "Public", room_type: "public" });
    await sendMessage(dora.ctx, { room_id: room.id, content: { body: "stays" } });
    for (const viewer of [admin, member]) {
      await expectSyncLaw(viewer.ctx, () => deactivate(by(owner), on(dora)));
      await expectSyncLaw(viewer.ctx, () => reactivate(by(owner), on(dora)));
    }
    for (const given of [["admin"], ["admin", "owner"], []] as TenantRole[][]) {
      for (const viewer of [dora, member])
        await expectSyncLaw(viewer.ctx, () => setRoles(by(owner), roles(dora, ...given)));
    }
    await expectSyncLaw(dora.ctx, () => endSessions(by(owner), on(dora)));
  });

  test("comes back only into a free place", async () => {
    const tenant = await world.tenant("small");
    const [boss, eve] = [await tenant.person("boss", { roles: ["owner"] }), await tenant.person("eve")];
    await deactivate(by(boss), on(eve));
    await world.owner`update app.tenants set limits = '{"max_participants": 1}' where tenant_id = ${tenant.tenantId}`;
    await expectRefusal(reactivate(by(boss), on(eve)), "SW_TENANT_CAPACITY");
    await world.owner`update app.tenants set limits = '{"max_participants": 2}' where tenant_id = ${tenant.tenantId}`;
    expect((await reactivate(by(boss), on(eve))).deactivated_at).toBeNull();
    expect((await reactivate(by(boss), on(eve))).deactivated_at).toBeNull();
  });
});

describe("an invitation", () => {
  const invite = (input: object) => inviteParticipant(by(admin), config, inviteParticipantInput.parse(input));
  const noor = { email: "Noor@Example.com", display_name: "Noor", local_id: "noor" };

  test("makes an account without a password, and mails a link that works once for a week", async () => {
    const lines = await linesOf(async () => {
      expect(await invite(noor)).toMatchObject({
        email: "noor@example.com",
        roles: [],
        sign_in: ["invited"],
        local_id: "noor",
      });
    });
    expect(lines).toMatchObject([{ action: "account.invited", actor_id: admin.participant.id }]);
    const [job] = await world.owner`select kind, payload from app.jobs where kind = ${invitationJob}`;
    const sent: Message[] = [];
    const mail = { send: async (message: Message) => void sent.push(message), check: async () => {} };
    const app = { database: world.database, config, now: world.clock.now, mail };
    await sendInvitationMail({ app, tenantId: world.tenantId }, job!.payload);
    expect(sent).toMatchObject([{ to: "noor@example.com", subject: "Adam invites you to home" }]);
    const secret = /\/reset\?link=([\w-]+)/.exec(sent[0]!.text)![1]!;
    expect(JSON.stringify(job)).not.toContain(secret);
    const links =
      await world.owner`select purpose, email, expires_at from app.mail_links where secret_hash = ${hashSecret(secret)}`;
    expect(links).toMatchObject([{ purpose: "invitation", email: "noor@example.com" }]);
    const { items } = await listManaged(by(admin), listManagedInput.parse({ q: "noor@" }));
    expect(items).toMatchObject([{ local_id: "noor", sign_in: ["invited"], last_seen_at: null }]);
  });

  test("leads to the one click of a demo that has no passwords, and is not made where a provider signs people in", async () => {
    const input = inviteParticipantInput.parse({ email: "demi@example.com", display_name: "Demi", local_id: "demi" });
    const byProvider = { ...config, authMode: "scaikey" as const };
    await expectRefusal(inviteParticipant(by(admin), byProvider, input), "SW_AUTH_REGISTRATION_CLOSED");
    const { id: participant_id } = await inviteParticipant(by(admin), config, input);
    const sent: Message[] = [];
    const mail = { send: async (message: Message) => void sent.push(message), check: async () => {} };
    const demo = readConfig({});
    const app = { database: world.database, config: demo, now: world.clock.now, mail };
    const payload = { id: "one", participant_id, inviter_id: admin.participant.id };
    await sendInvitationMail({ app, tenantId: world.tenantId }, payload);
    expect(sent[0]!.text).toContain("/sign-in");
    expect(await world.owner`select from app.mail_links where participant_id = ${participant_id}`).toHaveLength(0);
  });

  test("of a name or an address that somebody has is refused, letter case aside", async () => {
    await expectRefusal(invite({ ...noor, local_id: "other" }), "SW_EMAIL_TAKEN");
    await expectRefusal(invite({ ...noor, email: "new@example.com" }), "SW_NAME_TAKEN");
    const same = { email: "twice@example.com", display_name: "Twice" };
    const outcomes = await Promise.allSettled([1, 2, 3].map((n) => invite({ ...same, local_id: `twice${n}` })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of outcomes) if (each.status === "rejected") expect(each.reason.code).toBe("SW_EMAIL_TAKEN");
  });

  test("takes neither roles nor anything else beside what it asks for", () => {
    for (const more of [
      { roles: ["owner"] },
      { tenant_id: absentId },
      { id: absentId },
      { email_verified_at: "2026" },
      { password: "x" },
    ]) {
      expect(inviteParticipantInput.safeParse({ ...noor, ...more }).success).toBe(false);
    }
  });

  test("is refused where the tenant has no place, zero included", async () => {
    const tenant = await world.tenant("full");
    const boss = await tenant.person("boss", { roles: ["owner"] });
    for (const limit of [0, 1]) {
      await world.owner`update app.tenants set limits = ${world.owner.json({ max_participants: limit })} where tenant_id = ${tenant.tenantId}`;
      await expectRefusal(
        inviteParticipant(by(boss), config, inviteParticipantInput.parse(noor)),
        "SW_TENANT_CAPACITY",
      );
    }
    expect(await world.owner`select id from app.jobs where tenant_id = ${tenant.tenantId}`).toEqual([]);
  });
});

describe("what admins read", () => {
  test("lists people by page, words and status, and only the tenant's own people", async () => {
    const tenant = await world.tenant("list");
    const boss = await tenant.person("boss", { roles: ["owner"], email: "boss@example.com" });
    const others = [await tenant.person("a_b"), await tenant.person("axb"), await tenant.person("zoe")];
    await tenant.person("bot", { participant_type: "model" });
    await deactivate(by(boss), on(others[2]!));
    const list = (input: object) => listManaged(by(boss), listManagedInput.parse(input));
    const names = async (input: object) => (await list(input)).items.map(({ local_id }) => local_id);
    expect(await names({})).toEqual(["a_b", "axb", "boss", "zoe"]);
    expect(await list({ limit: 3 })).toMatchObject({ has_more: true, total: 4 });
    expect(await list({ limit: 3, offset: 3 })).toMatchObject({
      has_more: false,
      total: 4,
      items: [{ local_id: "zoe" }],
    });
    expect(await names({ status: "active" })).toEqual(["a_b", "axb", "boss"]);
    expect(await names({ status: "deactivated" })).toEqual(["zoe"]);
    expect(await names({ q: "a_b" })).toEqual(["a_b"]);
    expect(await names({ q: "%" })).toEqual([]);
    expect(await names({ q: "boss@example" })).toEqual(["boss"]);
    expect(listManagedInput.safeParse({ limit: 101 }).success).toBe(false);
  });

  test("pages the audit log newest first without a gap or a repetition", async () => {
    const tenant = await world.tenant("audited");
    const boss = await tenant.person("boss", { roles: ["owner"] });
    const ana = await tenant.person("ana");
    for (let n = 0; n < 4; n += 1) {
      world.clock.advance(1_000);
      await setRoles(by(boss), roles(ana, "admin"));
      await setRoles(by(boss), roles(ana));
    }
    await endSessions(by(boss), on(ana));
    const seen: string[] = [];
    let before: string | undefined;
    for (;;) {
      const page = await listAudit(by(boss), { limit: 3, ...(before ? { before } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      if (!page.has_more) break;
      before = page.next_cursor!;
    }
    expect(seen).toHaveLength(8);
    expect(seen).toEqual([...seen].sort().reverse());
    const [line] = (await listAudit(by(boss), { limit: 1, action: "account.roles_changed" })).items;
    expect(line).toMatchObject({
      actor_name: "Boss",
      target_id: ana.participant.id,
      at: world.clock.now().toISOString(),
    });
    expect((await listAudit(by(boss), { limit: 1, action: "keys.rotated" })).items).toEqual([]);
  });

  test("changes the settings that are named, keeps the rest, and writes down what changed", async () => {
    const tenant = await world.tenant("settings");
    const boss = await tenant.person("boss", { roles: ["owner"] });
    await world.owner`update app.tenants set features = '{"calls": true, "auth": {"other": 1}}' where tenant_id = ${tenant.tenantId}`;
    const change = (input: object) => updateSettings(by(boss), config, updateSettingsInput.parse(input));
    const lines = await linesOf(async () => {
      await change({ password_grant_enabled: true });
      await change({ password_grant_enabled: true });
      await change({ name: "Atelier", registration: "domains", registration_domains: ["example.com", "example.com"] });
    });
    expect(await readSettings(by(boss), config)).toEqual({
      name: "Atelier",
      registration: "domains",
      registration_domains: ["example.com"],
      password_grant_enabled: true,
    });
    const [row] = await world.owner`select features from app.tenants where tenant_id = ${tenant.tenantId}`;
    expect(row!.features).toMatchObject({ calls: true, auth: { other: 1, password_grant_enabled: true } });
    expect(lines).toMatchObject([
      { action: "settings.changed", details: { password_grant_enabled: { before: false, after: true } } },
      { action: "settings.changed", details: { name: { before: "settings", after: "Atelier" } } },
    ]);
    for (const input of [{ features: {} }, { limits: {} }, { registration_domains: ["not a domain"] }, { slug: "x" }]) {
      expect(updateSettingsInput.safeParse(input).success).toBe(false);
    }
  });

  test("counts what is there beside the limits", async () => {
    const tenant = await world.tenant("counted");
    const boss = await tenant.person("boss", { roles: ["owner"] });
    const ana = await tenant.person("ana");
    const room = await createRoom(ana.ctx, { name: "Room", room_type: "public" });
    await sendMessage(ana.ctx, { room_id: room.id, content: { body: "old" } });
    world.clock.advance(25 * 3_600_000);
    await sendMessage(ana.ctx, { room_id: room.id, content: { body: "new" } });
    await deactivate(by(boss), on(ana));
    await world.owner`update app.tenants set limits = '{"max_rooms": 0}' where tenant_id = ${tenant.tenantId}`;
    expect(await tenantStats(by(boss))).toEqual({
      participants: { active: 1, deactivated: 1, limit: null },
      rooms: { open: 1, limit: 0 },
      // The room's own line of its beginning counts too.
      messages: { total: 3, last_day: 1 },
      sessions: 0,
    });
  });
});
