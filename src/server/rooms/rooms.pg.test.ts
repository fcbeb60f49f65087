import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRoomInput } from "#/domain/rooms/inputs.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { archivedRooms, directory, getRoom, listMembers, listRooms } from "#/server/rooms/list-rooms.ts";
import { inviteToRoom, joinRoom, kickFromRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { renameRoom, setTopic } from "#/server/rooms/rename-room.ts";
import { closeRoom, rejoinRoom } from "#/server/rooms/room-state.ts";
import { createWorkspace } from "#/server/workspaces/create-workspace.ts";
import { addWorkspaceMember } from "#/server/workspaces/members.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { told } from "../../../tests/support/told.ts";
import { makeWorld, type Person, type TenantWorld, type World } from "../../../tests/support/world.ts";

let world: World;
let acme: TenantWorld;
let ana: Person;
let ben: Person;
let cleo: Person;
let stranger: Person;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, cleo] = [await world.person("ana"), await world.person("ben"), await world.person("cleo")];
  acme = await world.tenant("acme");
  stranger = await acme.person("sam");
});
afterAll(() => world.drop());

const page = { limit: 100, offset: 0 };
const idOf = (person: Person) => person.participant.id;

const group = (name = "Group") => createRoom(ana.ctx, { name });
async function groupWith(...people: Person[]) {
  const room = await group();
  for (const person of people) {
    await inviteToRoom(ana.ctx, { room_id: room.id, participant_id: idOf(person) });
    await joinRoom(person.ctx, { room_id: room.id });
  }
  return room;
}

describe("creating a room", () => {
  test("makes its creator the administrator; the first event carries the room whole", async () => {
    const before = await world.head();
    const made = await createRoom(ana.ctx, { name: "Plans", topic: "What next?" });
    expect(made).toMatchObject({
      room_type: "group",
      name: "Plans",
      topic: "What next?",
      workspace_id: ana.workspace.id,
      membership: "join",
      power_level: 100,
      member_count: 1,
    });
    expect(await told(world, before)).toEqual(["member join", "line created"]);
    const [first] = await world.log(before);
    expect(first).toMatchObject({
      content: { room: { id: made.id, name: "Plans" }, member: { power_level: 100, participant: { local_id: "ana" } } },
      audience: { kind: "room", room_id: made.id, also: [idOf(ana)] },
    });
    expect(await getRoom(ana.ctx, { room_id: made.id })).toEqual(made);
  });

  test("needs an editor of the workspace; a viewer is refused and a stranger does not find it", async () => {
    const { id: workspace_id } = await createWorkspace(ana.ctx, { name: "Studio" });
    await addWorkspaceMember(ana.ctx, { workspace_id, participant_id: idOf(ben), role: "editor" });
    await addWorkspaceMember(ana.ctx, { workspace_id, participant_id: idOf(cleo), role: "viewer" });
    expect(await createRoom(ben.ctx, { name: "Ours", workspace_id })).toMatchObject({ workspace_id });
    await expectRefusal(createRoom(cleo.ctx, { name: "Ours", workspace_id }), "SW_WORKSPACE_FORBIDDEN");
    for (const id of [workspace_id, absentId]) {
      await expectRefusal(createRoom(stranger.ctx, { name: "Ours", workspace_id: id }), "SW_WORKSPACE_NOT_FOUND");
    }
    await expectRefusal(createRoom(ana.ctx, { name: "x", workspace_id: ben.workspace.id }), "SW_WORKSPACE_NOT_FOUND");
  });

  test("answers the same room for the same key, also to many requests at once, and refuses another body", async () => {
    const event_uuid = world.newId();
    const before = await world.head();
    const made = await Promise.all(Array.from({ length: 5 }, () => createRoom(ana.ctx, { name: "Once", event_uuid })));
    expect(new Set(made.map((room) => room.id)).size).toBe(1);
    expect(await told(world, before)).toEqual(["member join", "line created"]);
    await expectRefusal(createRoom(ana.ctx, { name: "Other", event_uuid }), "SW_IDEMPOTENCY_CONFLICT");
  });

  test("its input refuses what a client may not choose, and names that deceive", () => {
    expect(createRoomInput.safeParse({ name: "Fine" }).success).toBe(true);
    for (const extra of [
      { tenant_id: absentId },
      { creator_id: absentId },
      { power_level: 100 },
      { id: absentId },
      { state: "closed" },
      { created_at: "2020-01-01" },
      { room_type: "dm" },
      { room_type: "bridge" },
      { room_type: "group", is_public: true },
      { name: "" },
      { name: "  \n " },
      { name: "adm\u202enimda" },
      { name: "zero\u200bwidth" },
      { name: "tag\u{e0041}" },
      { name: "z\u0301\u0301\u0301\u0301\u0301\u0301algo" },
      { name: "x".repeat(81) },
      { name: "\ud800" },
      { name: 7 },
      { workspace_id: "../etc" },
    ]) {
      expect(createRoomInput.safeParse({ name: "Fine", ...extra }).success, JSON.stringify(extra)).toBe(false);
    }
    expect(createRoomInput.parse({ name: "  Cafe\u0301   au lait " }).name).toBe("Café au lait");
  });
});

describe("a direct room", () => {
  test("is one room for the pair, whoever asks and how often, with both in it at once", async () => {
    const before = await world.head();
    const first = await createDm(ana.ctx, { participant_id: idOf(ben) });
    expect(await told(world, before)).toEqual(["member join", "member join"]);
    expect(first).toMatchObject({ room_type: "dm", name: null, member_count: 2, power_level: 0 });
    expect(first.dm_participant_ids).toEqual([idOf(ana), idOf(ben)].sort());
    const again = await createDm(ben.ctx, { participant_id: idOf(ana) });
    expect(again).toEqual(first);
    expect(await world.head()).toBe(before + 2);
  });

  test("is one room when both start it at once, many times over", async () => {
    const [x, y] = [await world.person("xan"), await world.person("yva")];
    const before = await world.head();
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        index % 2 ? createDm(x.ctx, { participant_id: idOf(y) }) : createDm(y.ctx, { participant_id: idOf(x) }),
      ),
    );
    expect(new Set(made.map((room) => room.id)).size).toBe(1);
    expect(await told(world, before)).toEqual(["member join", "member join"]);
  });

  test("never grows, is never renamed, and nobody joins it", async () => {
    const room = await createDm(ana.ctx, { participant_id: idOf(ben) });
    const room_id = room.id;
    const third = { room_id, participant_id: idOf(cleo) };
    await expectRefusal(inviteToRoom(ana.ctx, third), "SW_ROOM_TYPE_INVARIANT");
    await expectRefusal(kickFromRoom(ana.ctx, { room_id, participant_id: idOf(ben) }), "SW_ROOM_TYPE_INVARIANT");
    await expectRefusal(renameRoom(ana.ctx, { room_id, name: "Ours" }), "SW_ROOM_TYPE_INVARIANT");
    await expectRefusal(setTopic(ana.ctx, { room_id, topic: "Us" }), "SW_ROOM_TYPE_INVARIANT");
    await expectRefusal(joinRoom(cleo.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(getRoom(cleo.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    expect(await listMembers(ana.ctx, { room_id, ...page })).toHaveLength(2);
  });

  test("is closed by each for themselves until something is said, and by both it is archived until either returns", async () => {
    const [x, y] = [await world.person("xena"), await world.person("yuri")];
    const { id: room_id } = await createDm(x.ctx, { participant_id: idOf(y) });
    expect(await leaveRoom(x.ctx, { room_id })).toMatchObject({ membership: "join" });
    expect(await getRoom(y.ctx, { room_id })).toMatchObject({ state: "open", member_count: 2 });
    // Words of the other bring it back, so that one closing is no archiving.
    await sendMessage(y.ctx, { room_id, content: { body: "Still there?" } });
    await closeRoom(y.ctx, { room_id });
    expect(await getRoom(x.ctx, { room_id })).toMatchObject({ state: "open" });
    await leaveRoom(x.ctx, { room_id });
    expect(await getRoom(x.ctx, { room_id })).toMatchObject({ state: "archived" });
    for (const person of [x, y]) expect(await archivedRooms(person.ctx, page)).toMatchObject([{ id: room_id }]);
    await expectRefusal(sendMessage(y.ctx, { room_id, content: { body: "Hello?" } }), "SW_ROOM_FROZEN");
    await expectRefusal(rejoinRoom(cleo.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    expect(await rejoinRoom(y.ctx, { room_id })).toMatchObject({ state: "open" });
    for (const person of [x, y]) await leaveRoom(person.ctx, { room_id });
    expect(await createDm(x.ctx, { participant_id: idOf(y) })).toMatchObject({ id: room_id, state: "open" });
    await sendMessage(y.ctx, { room_id, content: { body: "Good." } });
  });

  test("is never with oneself, with a room, or with someone of another tenant", async () => {
    const other = await group();
    await expectRefusal(createDm(ana.ctx, { participant_id: idOf(ana) }), "SW_ROOM_TYPE_INVARIANT");
    for (const participant_id of [other.id, idOf(stranger), absentId]) {
      await expectRefusal(createDm(ana.ctx, { participant_id }), "SW_PARTICIPANT_NOT_FOUND");
    }
  });
});

describe("name and topic", () => {
  test("a moderator names the room, a contributor sets the topic, a member neither; lists tell it", async () => {
    const room = await groupWith(ben);
    const room_id = room.id;
    const before = await world.head();
    expect(await renameRoom(ana.ctx, { room_id, name: "Renamed" })).toMatchObject({ name: "Renamed" });
    expect(await setTopic(ana.ctx, { room_id, topic: "Why" })).toMatchObject({ name: "Renamed", topic: "Why" });
    expect(await told(world, before)).toEqual(["swp.room.name", "line name", "swp.room.topic", "line topic"]);
    await expectRefusal(renameRoom(ben.ctx, { room_id, name: "Mine" }), "SW_ROOM_FORBIDDEN");
    await expectRefusal(setTopic(ben.ctx, { room_id, topic: "Mine" }), "SW_ROOM_FORBIDDEN");
    await world.owner`update app.room_members set power_level = 10 where room_id = ${room_id} and participant_id = ${idOf(ben)}`;
    expect(await setTopic(ben.ctx, { room_id, topic: null })).toMatchObject({ topic: null });
    await expectRefusal(renameRoom(ben.ctx, { room_id, name: "Mine" }), "SW_ROOM_FORBIDDEN");
  });

  test("a name that is the same already changes nothing", async () => {
    const room = await group("Same");
    const before = await world.head();
    await renameRoom(ana.ctx, { room_id: room.id, name: "Same" });
    expect(await world.head()).toBe(before);
  });
});

describe("lists", () => {
  test("the directory shows public rooms and one's own, finds words literally, and pages", async () => {
    const [dora, emil] = [await world.person("dora"), await world.person("emil", { display_name: "Emil 100%_" })];
    const own = await createRoom(dora.ctx, { name: "Zebra house" });
    const open = await createRoom(dora.ctx, { name: "Zebra square 50%", is_public: true, topic: "stripes" });
    const dm = await createDm(dora.ctx, { participant_id: idOf(emil) });
    const find = (person: Person, q: string) =>
      directory(person.ctx, { ...page, q }).then((rooms) => rooms.map((room) => room.id));

    expect(await find(dora, "zebra")).toEqual([own.id, open.id]);
    expect(await find(emil, "zebra")).toEqual([open.id]);
    expect(await find(emil, "STRIPES")).toEqual([open.id]);
    expect(await find(emil, "50%")).toEqual([open.id]);
    expect(await find(dora, "100%_")).toEqual([dm.id]);
    expect(await find(emil, "zebra_square")).toEqual([]);
    expect(await find(emil, "%")).toEqual([open.id]);
    expect(await find(emil, "a\u0000b\\")).toEqual([]);
    expect(await directory(dora.ctx, { q: "zebra", limit: 1, offset: 1 })).toMatchObject([
      { id: open.id, member_count: 1 },
    ]);
    expect((await listRooms(dora.ctx, page)).map((room) => room.id)).toEqual([dm.id, own.id, open.id]);
    expect(await listRooms(emil.ctx, page)).toMatchObject([{ id: dm.id, membership: "join" }]);
  });
});

describe("ids one may not see", () => {
  test.each(["home", "acme"] as const)(
    "a group of %s is as absent as one that never was, to every verb",
    async (of) => {
      const owner = of === "home" ? ana : stranger;
      const { id } = await createRoom(owner.ctx, { name: "Hidden" });
      expect(await getRoom(owner.ctx, { room_id: id })).toMatchObject({ name: "Hidden" });
      for (const room_id of [id, absentId]) {
        const target = { room_id, participant_id: idOf(ben) };
        for (const act of [
          () => getRoom(cleo.ctx, { room_id }),
          () => listMembers(cleo.ctx, { room_id, ...page }),
          () => joinRoom(cleo.ctx, { room_id }),
          () => leaveRoom(cleo.ctx, { room_id }),
          () => inviteToRoom(cleo.ctx, target),
          () => kickFromRoom(cleo.ctx, target),
          () => renameRoom(cleo.ctx, { room_id, name: "Mine" }),
          () => setTopic(cleo.ctx, { room_id, topic: "Mine" }),
        ]) {
          await expectRefusal(act(), "SW_ROOM_NOT_FOUND");
        }
      }
    },
  );

  test("a public room of another tenant is not in the directory", async () => {
    const { id } = await createRoom(stranger.ctx, { name: "Foreign square", room_type: "public" });
    expect((await directory(stranger.ctx, { ...page, q: "Foreign" })).map((room) => room.id)).toEqual([id]);
    expect(await directory(ana.ctx, { ...page, q: "Foreign" })).toEqual([]);
  });
});
