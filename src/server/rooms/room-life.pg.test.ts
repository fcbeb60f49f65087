import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unreadOf } from "#/domain/messages/unread.ts";
import { isHidden } from "#/domain/rooms/own-settings.ts";
import { writing } from "#/server/database/context.ts";
import { deactivateParticipant } from "#/server/identity/deactivate-participant.ts";
import { auditorOf } from "#/server/log/audit.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { moveRoom, setAlias, setIcon, setPermissions } from "#/server/rooms/change-room.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { archivedRooms, directory, getRoom, listMembers, roomByAlias } from "#/server/rooms/list-rooms.ts";
import { inviteToRoom, joinRoom, kickFromRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { muteRoom, setNotificationMode } from "#/server/rooms/own-settings.ts";
import { ownPermissions, roomPermissions, setPower } from "#/server/rooms/power.ts";
import { setTopic } from "#/server/rooms/rename-room.ts";
import { archiveRoom, closeRoom, rejoinRoom } from "#/server/rooms/room-state.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { expectSyncLaw, snapshot } from "../../../tests/support/sync-law.ts";
import { told } from "../../../tests/support/told.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let cleo: Person;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, cleo] = [await world.person("ana"), await world.person("ben"), await world.person("cleo")];
});
afterAll(() => world.drop());

const page = { limit: 100, offset: 0 };
const idOf = (person: Person) => person.participant.id;
/** What happens is told alike to who acts, who is acted on, and who is not concerned. */
const holds = <T>(action: () => Promise<T>) =>
  expectSyncLaw(ana.ctx, () => expectSyncLaw(ben.ctx, () => expectSyncLaw(cleo.ctx, action)));
const power = (room_id: string, person: Person, level: number, by = ana) =>
  setPower(by.ctx, { room_id, participant_id: idOf(person), power_level: level });

async function groupWith(...people: Person[]) {
  const room = await createRoom(ana.ctx, { name: "Group" });
  for (const person of people) {
    await inviteToRoom(ana.ctx, { room_id: room.id, participant_id: idOf(person) });
    await joinRoom(person.ctx, { room_id: room.id });
  }
  return room;
}

describe("a room's life", () => {
  test("archived it is read, written in no more, counts for nobody, and can be opened again", async () => {
    const { id: room_id } = await groupWith(ben);
    await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(cleo) });
    await sendMessage(ana.ctx, { room_id, content: { body: "Unread" } });
    await expectRefusal(archiveRoom(ben.ctx, { room_id }), "SW_ROOM_FORBIDDEN");
    const before = await world.head();
    expect(await holds(() => archiveRoom(ana.ctx, { room_id }))).toMatchObject({ state: "archived" });
    expect(await told(world, before)).toEqual(["swp.room.updated", "line archived"]);
    await archiveRoom(ana.ctx, { room_id });
    expect(await world.head()).toBe(before + 2);

    const { rooms, views } = await snapshot(ben.ctx);
    expect(views[room_id]!.messages.map((message) => message.content.body)).toContain("Unread");
    expect(rooms[room_id]!.unread).toHaveLength(1);
    expect(unreadOf(rooms[room_id]!)).toEqual({ count: 0, mentions: 0, more: false });
    expect(await archivedRooms(ben.ctx, page)).toMatchObject([{ id: room_id, state: "archived" }]);
    expect(await archivedRooms(cleo.ctx, page)).toEqual([]);
    expect((await directory(ben.ctx, page)).map((room) => room.id)).not.toContain(room_id);
    for (const act of [
      () => sendMessage(ana.ctx, { room_id, content: { body: "No" } }),
      () => setTopic(ana.ctx, { room_id, topic: "No" }),
      () => power(room_id, ben, 50),
      () => setIcon(ana.ctx, { room_id, icon: "🚀" }),
      () => joinRoom(cleo.ctx, { room_id }),
    ]) {
      await expectRefusal(act(), "SW_ROOM_FROZEN");
    }
    await expectRefusal(rejoinRoom(ben.ctx, { room_id }), "SW_ROOM_FORBIDDEN");
    await expectRefusal(rejoinRoom(cleo.ctx, { room_id }), "SW_ROOM_FORBIDDEN");
    expect(await holds(() => rejoinRoom(ana.ctx, { room_id }))).toMatchObject({ state: "open" });
    expect(unreadOf((await snapshot(ben.ctx)).rooms[room_id]!).count).toBe(1);
  });

  test("closed it never opens again, whatever the code believes; its maker may close it", async () => {
    const { id: room_id } = await groupWith(ben);
    await power(room_id, ben, 100);
    await power(room_id, ana, 0);
    await expectRefusal(archiveRoom(ana.ctx, { room_id }), "SW_ROOM_FORBIDDEN");
    expect(await holds(() => closeRoom(ana.ctx, { room_id }))).toMatchObject({ state: "closed" });
    expect(await getRoom(ben.ctx, { room_id })).toMatchObject({ state: "closed" });
    await expectRefusal(rejoinRoom(ben.ctx, { room_id }), "SW_ROOM_FROZEN");
    await expectRefusal(closeRoom(ben.ctx, { room_id }), "SW_ROOM_FROZEN");
    await expect(world.owner`update app.rooms set state = 'open' where id = ${room_id}`).rejects.toThrow(
      /never opens again/,
    );
    expect(await leaveRoom(ben.ctx, { room_id })).toMatchObject({ membership: "leave" });
  });

  test("its type is for life, in the database too", async () => {
    const { id } = await createDm(ana.ctx, { participant_id: idOf(ben) });
    await expect(world.owner`update app.rooms set room_type = 'public' where id = ${id}`).rejects.toThrow(
      /never changes/,
    );
  });

  test("a direct room is closed for oneself, archived by both, and opened again by either; the snapshot tells", async () => {
    const { id: room_id } = await createDm(ana.ctx, { participant_id: idOf(ben) });
    await holds(() => leaveRoom(ana.ctx, { room_id }));
    const hidden = async (person: Person) => isHidden((await snapshot(person.ctx)).rooms[room_id]!);
    expect([await hidden(ana), await hidden(ben)]).toEqual([true, false]);
    await holds(() => sendMessage(ben.ctx, { room_id, content: { body: "Hi" } }));
    expect(await hidden(ana)).toBe(false);
    await holds(() => leaveRoom(ana.ctx, { room_id }));
    await holds(() => closeRoom(ben.ctx, { room_id }));
    expect((await snapshot(ben.ctx)).rooms[room_id]).toMatchObject({ state: "archived" });
    await holds(() => createDm(ben.ctx, { participant_id: idOf(ana) }));
    expect([await hidden(ana), await hidden(ben)]).toEqual([true, false]);
  });
});

describe("power", () => {
  test("is granted below one's own and never above it, and a room keeps an administrator", async () => {
    const { id: room_id } = await groupWith(ben, cleo);
    await expectRefusal(power(room_id, cleo, 10, ben), "SW_ROOM_FORBIDDEN");
    const before = await world.head();
    expect(await holds(() => power(room_id, ben, 50))).toMatchObject({ power_level: 50 });
    expect(await told(world, before)).toEqual(["member join", "line power"]);
    await power(room_id, ben, 50);
    expect(await world.head()).toBe(before + 2);
    await setPermissions(ana.ctx, { room_id, required_power: { set_power: 50 } });
    await expectRefusal(power(room_id, cleo, 51, ben), "SW_ROOM_FORBIDDEN");
    expect(await power(room_id, cleo, 50, ben)).toMatchObject({ power_level: 50 });
    await expectRefusal(power(room_id, cleo, 0, ben), "SW_ROOM_FORBIDDEN");
    await expectRefusal(power(room_id, ana, 0, ben), "SW_ROOM_FORBIDDEN");
    await expectRefusal(power(room_id, ben, 51, ben), "SW_ROOM_FORBIDDEN");
    await expectRefusal(power(room_id, ana, 99), "SW_ROOM_NEEDS_ADMIN");
    await expectRefusal(
      setPower(ana.ctx, { room_id, participant_id: absentId, power_level: 1 }),
      "SW_PARTICIPANT_NOT_FOUND",
    );
    await power(room_id, ben, 100);
    expect(await power(room_id, ana, 0)).toMatchObject({ power_level: 0 });
    expect(await power(room_id, cleo, 0, cleo)).toMatchObject({ power_level: 0 });
  });

  test("of two administrators who step down at once, one stays", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id: room_id } = await groupWith(ben);
      await power(room_id, ben, 100);
      const outcomes = await Promise.allSettled([power(room_id, ana, 0), power(room_id, ben, 0, ben)]);
      const refused = outcomes.filter(({ status }) => status === "rejected");
      expect(refused).toMatchObject([{ reason: { code: "SW_ROOM_NEEDS_ADMIN" } }]);
    }
  });

  test("goes to an heir when the account of the last administrator closes", async () => {
    const gone = await world.person("gone");
    const { id: room_id } = await createRoom(gone.ctx, { name: "Left behind", room_type: "public" });
    for (const person of [ben, cleo]) {
      world.clock.advance(1000);
      await joinRoom(person.ctx, { room_id });
    }
    const close = () =>
      writing(ana.ctx, async (tx) =>
        tx.emit(await deactivateParticipant(tx, auditorOf(ana.ctx), idOf(gone)), () => null),
      );
    await holds(close);
    expect((await getRoom(ben.ctx, { room_id })).power_level).toBe(100);
    const before = await world.head();
    await close();
    expect(await world.head()).toBe(before);
    await leaveRoom(ben.ctx, { room_id });
    expect((await getRoom(cleo.ctx, { room_id })).power_level).toBe(100);
  });

  test("each action needs what the room asks; who may not is told why in a sentence", async () => {
    const { id: room_id } = await groupWith(ben);
    await expectRefusal(setPermissions(ben.ctx, { room_id, required_power: { kick: 0 } }), "SW_ROOM_FORBIDDEN");
    const set = (required_power: object) => holds(() => setPermissions(ana.ctx, { room_id, required_power }));
    expect(await set({ send: 20, topic: 0 })).toMatchObject({ required_power: { send: 20, topic: 0 } });
    await expectRefusal(sendMessage(ben.ctx, { room_id, content: { body: "No" } }), "SW_ROOM_FORBIDDEN");
    await setTopic(ben.ctx, { room_id, topic: "Mine" });
    const mine = await ownPermissions(ben.ctx, { room_id });
    const of = (action: string) => mine.actions.find((each) => each.action === action);
    expect(of("send")).toEqual({
      action: "send",
      allowed: false,
      needs: 20,
      code: "SW_ROOM_FORBIDDEN",
      reason: "This needs power level 20 in this room; yours is 0.",
    });
    expect(of("topic")).toMatchObject({ allowed: true, reason: null });
    for (const { allowed, reason } of mine.actions) expect(reason === null).toBe(allowed);
    expect(await set({ send: null })).toMatchObject({ required_power: { topic: 0 } });
    await sendMessage(ben.ctx, { room_id, content: { body: "Yes" } });
    expect((await roomPermissions(ben.ctx, { room_id })).required_power).toEqual({ topic: 0 });
    await expectRefusal(ownPermissions(cleo.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    const dm = await createDm(ana.ctx, { participant_id: idOf(ben) });
    await expectRefusal(
      setPermissions(ana.ctx, { room_id: dm.id, required_power: { send: 100 } }),
      "SW_ROOM_TYPE_INVARIANT",
    );
  });
});

describe("a room's fields", () => {
  test("an address leads to the room for those who may see it, and is one's alone in the tenant", async () => {
    const { id: room_id } = await groupWith(ben);
    await expectRefusal(setAlias(ben.ctx, { room_id, room_alias: "plans" }), "SW_ROOM_FORBIDDEN");
    await holds(() => setAlias(ana.ctx, { room_id, room_alias: "plans" }));
    expect(await roomByAlias(ben.ctx, { alias: "plans" })).toMatchObject({ id: room_id, room_alias: "plans" });
    const absent = await expectRefusal(roomByAlias(cleo.ctx, { alias: "no-plans" }), "SW_ROOM_NOT_FOUND");
    const forbidden = await expectRefusal(roomByAlias(cleo.ctx, { alias: "plans" }), "SW_ROOM_NOT_FOUND");
    expect(forbidden.message).toBe(absent.message);
    const others = await Promise.all([groupWith(), groupWith()]);
    await expectRefusal(setAlias(ana.ctx, { room_id: others[0].id, room_alias: "plans" }), "SW_ROOM_ALIAS_TAKEN");
    await expectRefusal(createRoom(ana.ctx, { name: "Plans", room_alias: "plans" }), "SW_ROOM_ALIAS_TAKEN");
    const race = await Promise.allSettled(
      others.map(({ id }) => setAlias(ana.ctx, { room_id: id, room_alias: "race" })),
    );
    expect(race.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const stranger = await (await world.tenant("elsewhere")).person("sam");
    expect(await createRoom(stranger.ctx, { name: "Plans", room_alias: "plans" })).toMatchObject({
      room_alias: "plans",
    });
    await holds(() => setIcon(ana.ctx, { room_id, icon: "🚀" }));
    expect(await getRoom(ben.ctx, { room_id })).toMatchObject({ icon: "🚀" });
    const dm = await createDm(ana.ctx, { participant_id: idOf(ben) });
    await expectRefusal(setAlias(ana.ctx, { room_id: dm.id, room_alias: "ours" }), "SW_ROOM_TYPE_INVARIANT");
  });

  test("it moves where its administrator may make rooms, with everyone in it", async () => {
    const { id: room_id } = await groupWith(ben);
    const { id: workspace_id } = await createWorkspace(cleo.ctx, { name: "Studio" });
    await expectRefusal(moveRoom(ana.ctx, { room_id, workspace_id }), "SW_WORKSPACE_NOT_FOUND");
    await addWorkspaceMember(cleo.ctx, { workspace_id, participant_id: idOf(ana), role: "viewer" });
    await expectRefusal(moveRoom(ana.ctx, { room_id, workspace_id }), "SW_WORKSPACE_FORBIDDEN");
    const { id: own } = await createWorkspace(ana.ctx, { name: "Own" });
    await expectRefusal(moveRoom(ben.ctx, { room_id, workspace_id: own }), "SW_ROOM_FORBIDDEN");
    expect(await holds(() => moveRoom(ana.ctx, { room_id, workspace_id: own }))).toMatchObject({ workspace_id: own });
    expect(await listMembers(ben.ctx, { room_id, ...page })).toHaveLength(2);
  });

  test("what notifies oneself is told to oneself alone, and begins anew with the next coming in", async () => {
    const { id: room_id } = await groupWith(ben);
    const before = await world.head();
    await holds(() => setNotificationMode(ben.ctx, { room_id, notification_mode: "all" }));
    const muted_until = "2026-11-22T08:00:00.000Z";
    expect(await holds(() => muteRoom(ben.ctx, { room_id, muted_until: "2026-11-22T08:00:00Z" }))).toEqual({
      notification_mode: "all",
      muted_until,
      hidden_until: null,
    });
    for (const event of await world.log(before)) {
      expect(event.audience).toEqual({ kind: "participants", also: [idOf(ben)] });
    }
    await expectRefusal(muteRoom(cleo.ctx, { room_id, muted_until: null }), "SW_ROOM_NOT_FOUND");
    await kickFromRoom(ana.ctx, { room_id, participant_id: idOf(ben) });
    await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(ben) });
    await expectRefusal(muteRoom(ben.ctx, { room_id, muted_until: null }), "SW_NOT_MEMBER");
    await holds(() => joinRoom(ben.ctx, { room_id }));
    expect((await snapshot(ben.ctx)).rooms[room_id]).toMatchObject({ notification_mode: null, muted_until: null });
  });
});
