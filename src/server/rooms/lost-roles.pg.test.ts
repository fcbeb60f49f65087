import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deactivate, reactivate } from "#/server/admin/account-status.ts";
import { setRoles } from "#/server/admin/set-roles.ts";
import { transact } from "#/server/database/transact.ts";
import { upsertGroup } from "#/server/identity/provider/group-members.ts";
import { reconcileGroups } from "#/server/identity/provider/reconcile-groups.ts";
import type { Auditor } from "#/server/log/audit.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { getRoom, listMembers, listRooms } from "#/server/rooms/list-rooms.ts";
import { inviteToRoom, joinRoom, kickFromRoom } from "#/server/rooms/membership.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw } from "../../../tests/support/sync-law.ts";
import { told } from "../../../tests/support/told.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let owner: Person;
let ana: Person;

beforeAll(async () => {
  world = await makeWorld();
  owner = await world.person("olga", { roles: ["owner"] });
  ana = await world.person("ana", { roles: ["owner"] });
});
afterAll(() => world.drop());

const idOf = (person: Person) => person.participant.id;
const page = { limit: 100, offset: 0 };
const membersOf = async (room_id: string) =>
  (await listMembers(ana.ctx, { room_id, ...page })).map((member) => member.participant.local_id).sort();

async function restrictedTo(slug: string, ...people: Person[]) {
  const made = { visibility: "restricted" as const, read_role_slugs: [slug, "owner"] };
  const { id: room_id } = await createRoom(ana.ctx, { name: "War room", ...made });
  for (const person of people) {
    await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(person) });
    await joinRoom(person.ctx, { room_id });
  }
  return room_id;
}

describe("who loses the role that a restricted room asks for", () => {
  test("leaves it with the same commit, joined or only invited; who keeps one of its roles stays", async () => {
    const [ben, cleo, dora] = [
      await world.person("ben", { roles: ["admin"] }),
      await world.person("cleo", { roles: ["admin"] }),
      await world.person("dora", { roles: ["admin"] }),
    ];
    const room_id = await restrictedTo("admin", ben, cleo);
    await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(dora) });
    const before = await world.head();
    await expectSyncLaw(ana.ctx, () =>
      expectSyncLaw(ben.ctx, () => setRoles(owner.ctx, { participant_id: idOf(ben), roles: [] })),
    );
    expect(await told(world, before)).toContain("member leave");
    await setRoles(owner.ctx, { participant_id: idOf(dora), roles: [] });
    // Cleo gets one role more and keeps the one that counts.
    await setRoles(owner.ctx, { participant_id: idOf(cleo), roles: ["admin", "owner"] });
    await setRoles(owner.ctx, { participant_id: idOf(cleo), roles: ["admin"] });
    expect(await membersOf(room_id)).toEqual(["ana", "cleo"]);
    for (const gone of [ben, dora]) {
      await expectRefusal(getRoom(gone.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
      expect((await listRooms(gone.ctx, page)).map(({ id }) => id)).not.toContain(room_id);
    }
    // The role back is no way in by itself: somebody lets them in again.
    await setRoles(owner.ctx, { participant_id: idOf(ben), roles: ["admin"] });
    await expectRefusal(joinRoom(ben.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(ben) });
    expect(await joinRoom(ben.ctx, { room_id })).toMatchObject({ membership: "join" });
  });

  test("goes with a group of the provider: when it is left, renamed or gone; and leaves no room without an administrator", async () => {
    const by: Auditor = { newId: world.newId, now: world.clock.now, actorId: null, address: null };
    const [eve, fay] = [await world.person("eve"), await world.person("fay")];
    for (const person of [eve, fay]) {
      await world.owner`
        insert into app.provider_accounts (tenant_id, issuer, subject, participant_id, seen_at)
        values (${world.tenantId}, 'https://id', ${person.participant.local_id}, ${idOf(person)}, now())`;
    }
    const work = { app: { database: world.database, now: world.clock.now }, tenant: { id: world.tenantId }, by };
    const groups = (...list: [string, string, string[]][]) =>
      reconcileGroups(
        { ...work, issuer: "https://id" },
        new Map(list.map(([id, name, users]) => [id, { name, users: new Set(users) }])),
      );
    await groups(["g1", "On call", ["eve", "fay"]], ["g2", "Others", []]);
    const { id: room_id } = await createRoom(eve.ctx, {
      name: "Pager",
      visibility: "restricted",
      read_role_slugs: ["on-call"],
    });
    await inviteToRoom(eve.ctx, { room_id, participant_id: idOf(fay) });
    await joinRoom(fay.ctx, { room_id });
    await groups(["g1", "On call", ["fay"]], ["g2", "Others", ["eve"]]);
    await expectRefusal(getRoom(eve.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    expect(await getRoom(fay.ctx, { room_id })).toMatchObject({ power_level: 100, member_count: 1 });

    await groups(["g1", "On call", ["eve", "fay"]], ["g2", "Others", []]);
    await inviteToRoom(fay.ctx, { room_id, participant_id: idOf(eve) });
    await groups(["g1", "Night watch", ["eve", "fay"]], ["g2", "Others", []]);
    await transact(world.database, world.tenantId, world.clock.now(), async (tx) => {
      await upsertGroup(tx, by, { externalId: "g1", name: "On call" });
      return tx.emit([], () => null);
    });
    for (const person of [eve, fay]) await expectRefusal(getRoom(person.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
  });
});

test("an owner whose account closes while they, and others, change who is in their rooms: nobody waits for ever", async () => {
  const helper = await world.person("helper");
  const guest = await world.person("guest", { roles: ["owner"] });
  for (let round = 0; round < 50; round += 1) {
    const { id: room_id } = await createRoom(ana.ctx, { name: "Race", room_type: "public" });
    await joinRoom(helper.ctx, { room_id });
    const target = { room_id, participant_id: idOf(guest) };
    const outcomes = await Promise.allSettled([
      inviteToRoom(ana.ctx, target),
      deactivate(owner.ctx, { participant_id: idOf(ana) }),
      joinRoom(guest.ctx, { room_id }),
      kickFromRoom(ana.ctx, { room_id, participant_id: idOf(helper) }),
    ]);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(String(outcome.reason.code), String(outcome.reason)).toMatch(/^SW_/);
    }
    expect(outcomes[1]!.status).toBe("fulfilled");
    await reactivate(owner.ctx, { participant_id: idOf(ana) });
  }
}, 60_000);
