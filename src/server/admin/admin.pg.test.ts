import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { admin, by, linesOf, member, on, owner, roles, world } from "../../../tests/support/admin-stage.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw } from "../../../tests/support/sync-law.ts";
import { told } from "../../../tests/support/told.ts";
import { type Person, rows } from "../../../tests/support/world.ts";
import { setRolesInput } from "../../domain/admin/inputs.ts";
import type { TenantRole } from "../../domain/participants/roles.ts";
import { createToken } from "../identity/personal-tokens.ts";
import { sendMessage } from "../messages/send-message.ts";
import { createRoom } from "../rooms/create-room.ts";
import { deactivate, endSessions, reactivate } from "./account-status.ts";
import { setRoles } from "./set-roles.ts";

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
