import { describe, expect, test } from "vitest";
import { inviteParticipantInput, listManagedInput } from "#/domain/admin/inputs.ts";
import { updateSettingsInput } from "#/domain/tenants/settings.ts";
import { deactivate, endSessions } from "#/server/admin/account-status.ts";
import { invitationJob, inviteParticipant, sendInvitationMail } from "#/server/admin/invite-participant.ts";
import { listAudit } from "#/server/admin/list-audit.ts";
import { listManaged } from "#/server/admin/list-managed.ts";
import { setRoles } from "#/server/admin/set-roles.ts";
import { readSettings, updateSettings } from "#/server/admin/settings.ts";
import { tenantStats } from "#/server/admin/tenant-stats.ts";
import { readConfig } from "#/server/config.ts";
import { hashSecret } from "#/server/identity/secrets.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import type { Message } from "#/server/ports/mail/port.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { admin, by, config, linesOf, on, roles, world } from "../../../tests/support/admin-stage.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";

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
