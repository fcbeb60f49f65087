import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRoom } from "#/server/rooms/create-room.ts";
import { directory, getRoom, listMembers } from "#/server/rooms/list-rooms.ts";
import { inviteToRoom, joinRoom, kickFromRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { renameRoom } from "#/server/rooms/rename-room.ts";
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

describe("joining and inviting", () => {
  test("anyone of the tenant joins a public room; a group only who is invited", async () => {
    const open = await createRoom(ana.ctx, { name: "Square", room_type: "public" });
    const closed = await group();
    const before = await world.head();
    expect(await joinRoom(ben.ctx, { room_id: open.id })).toMatchObject({ membership: "join", power_level: 0 });
    expect(await told(world, before)).toEqual(["member join", "line join"]);
    await joinRoom(ben.ctx, { room_id: open.id });
    expect(await world.head()).toBe(before + 2);

    await expectRefusal(joinRoom(ben.ctx, { room_id: closed.id }), "SW_ROOM_NOT_FOUND");
    const invited = await inviteToRoom(ana.ctx, { room_id: closed.id, participant_id: idOf(ben) });
    expect(invited).toMatchObject({ membership: "invite", joined_at: null });
    expect(await listMembers(ben.ctx, { room_id: closed.id, ...page })).toHaveLength(2);
    await joinRoom(ben.ctx, { room_id: closed.id });
    expect(await listMembers(ben.ctx, { room_id: closed.id, ...page })).toMatchObject([
      { participant: { local_id: "ana" }, power_level: 100 },
      { participant: { local_id: "ben" }, power_level: 0, joined_at: world.clock.now().toISOString() },
    ]);
  });

  test("the invited one is told although not in the room, and an invitation can be declined without a trace", async () => {
    const room = await group();
    const before = await world.head();
    await inviteToRoom(ana.ctx, { room_id: room.id, participant_id: idOf(ben) });
    expect((await world.log(before))[0]).toMatchObject({
      audience: { also: [idOf(ben)] },
      content: { room: { id: room.id } },
    });
    expect(await leaveRoom(ben.ctx, { room_id: room.id })).toMatchObject({ membership: "leave" });
    expect(await told(world, before)).toEqual(["member invite", "line invite", "member leave"]);
    await expectRefusal(getRoom(ben.ctx, { room_id: room.id }), "SW_ROOM_NOT_FOUND");
  });

  test("an AI that is invited joins at once", async () => {
    const helper = await world.person("helper", { participant_type: "model", model: "demo" });
    const room = await group();
    expect(await inviteToRoom(ana.ctx, { room_id: room.id, participant_id: idOf(helper) })).toMatchObject({
      membership: "join",
    });
  });

  test("the banned are not invited, do not see the room and do not join it", async () => {
    const room = await createRoom(ana.ctx, { name: "Square", room_type: "public" });
    const room_id = room.id;
    await joinRoom(ben.ctx, { room_id });
    await world.owner`update app.room_members set membership = 'ban' where room_id = ${room_id} and participant_id = ${idOf(ben)}`;
    await expectRefusal(inviteToRoom(ana.ctx, { room_id, participant_id: idOf(ben) }), "SW_ROOM_FORBIDDEN");
    await expectRefusal(joinRoom(ben.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(getRoom(ben.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    expect((await directory(ben.ctx, page)).map((found) => found.id)).not.toContain(room_id);
  });

  test("only members invite, and only people of the tenant", async () => {
    const open = await createRoom(ana.ctx, { name: "Square", room_type: "public" });
    const input = { room_id: open.id, participant_id: idOf(cleo) };
    await expectRefusal(inviteToRoom(ben.ctx, input), "SW_NOT_MEMBER");
    await joinRoom(ben.ctx, { room_id: open.id });
    expect(await inviteToRoom(ben.ctx, input)).toMatchObject({ membership: "invite" });
    for (const participant_id of [idOf(stranger), absentId]) {
      await expectRefusal(inviteToRoom(ben.ctx, { ...input, participant_id }), "SW_PARTICIPANT_NOT_FOUND");
    }
  });

  test("an archived room takes nobody in, and lets people go", async () => {
    const room = await groupWith(ben);
    const input = { room_id: room.id, participant_id: idOf(cleo) };
    await world.owner`update app.rooms set state = 'archived' where id = ${room.id}`;
    await expectRefusal(inviteToRoom(ben.ctx, input), "SW_ROOM_FROZEN");
    await expectRefusal(renameRoom(ana.ctx, { room_id: room.id, name: "New" }), "SW_ROOM_FROZEN");
    expect(await leaveRoom(ben.ctx, { room_id: room.id })).toMatchObject({ membership: "leave" });
  });
});

describe("leaving and kicking", () => {
  test("a moderator removes who has less power, and nobody an equal; the removed one is told", async () => {
    const room = await groupWith(ben, cleo);
    const room_id = room.id;
    await expectRefusal(kickFromRoom(ben.ctx, { room_id, participant_id: idOf(cleo) }), "SW_ROOM_FORBIDDEN");
    await world.owner`update app.room_members set power_level = 50 where room_id = ${room_id} and participant_id <> ${idOf(ana)}`;
    await expectRefusal(kickFromRoom(ben.ctx, { room_id, participant_id: idOf(cleo) }), "SW_ROOM_FORBIDDEN");
    await expectRefusal(kickFromRoom(ben.ctx, { room_id, participant_id: idOf(ana) }), "SW_ROOM_FORBIDDEN");
    await expectRefusal(kickFromRoom(ana.ctx, { room_id, participant_id: idOf(ana) }), "SW_ROOM_FORBIDDEN");

    const before = await world.head();
    const removed = await kickFromRoom(ana.ctx, { room_id, participant_id: idOf(cleo), reason: "Spam" });
    expect(removed).toMatchObject({ membership: "leave", power_level: 0 });
    expect(await told(world, before)).toEqual(["member leave", "line kick"]);
    const [event] = await world.log(before);
    expect(event).toMatchObject({
      audience: { also: [idOf(cleo)] },
      content: { reason: "Spam", changed_by: idOf(ana) },
    });
    await expectRefusal(getRoom(cleo.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(joinRoom(cleo.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(kickFromRoom(ana.ctx, { room_id, participant_id: idOf(cleo) }), "SW_PARTICIPANT_NOT_FOUND");
    expect(await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(cleo) })).toMatchObject({
      membership: "invite",
    });
  });

  test("when the last administrator leaves, the strongest of the people who were there longest takes over", async () => {
    const helper = await world.person("bot", { participant_type: "model" });
    const room = await group();
    const room_id = room.id;
    await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(helper) });
    for (const person of [cleo, ben]) {
      world.clock.advance(1000);
      await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(person) });
      await joinRoom(person.ctx, { room_id });
    }
    const [joined] = await listMembers(cleo.ctx, { room_id, limit: 200, offset: 0 }).then((all) =>
      all.filter((member) => member.participant_id === idOf(cleo)),
    );
    world.clock.advance(1000);
    const before = await world.head();
    await leaveRoom(ana.ctx, { room_id });
    expect(await told(world, before)).toEqual(["member leave", "line leave", "member join", "line admin"]);
    const [heir] = await listMembers(cleo.ctx, { room_id, ...page });
    expect(heir).toEqual({ ...joined, power_level: 100 });
  });

  test("one who is alone leaves, and the room is found by nobody", async () => {
    const room = await group();
    const before = await world.head();
    await leaveRoom(ana.ctx, { room_id: room.id });
    expect(await told(world, before)).toEqual(["member leave", "line leave"]);
    await expectRefusal(leaveRoom(ana.ctx, { room_id: room.id }), "SW_ROOM_NOT_FOUND");
  });

  test("a public room is left once, and not by one who never was there", async () => {
    const { id: room_id } = await createRoom(ana.ctx, { name: "Square", room_type: "public" });
    await expectRefusal(leaveRoom(ben.ctx, { room_id }), "SW_NOT_MEMBER");
    await joinRoom(ben.ctx, { room_id });
    const left = await leaveRoom(ben.ctx, { room_id });
    const before = await world.head();
    expect(await leaveRoom(ben.ctx, { room_id })).toEqual(left);
    expect(await world.head()).toBe(before);
  });

  test("joining, kicking and leaving at once end in one state that the log tells without a gap", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id: room_id } = await createRoom(ana.ctx, { name: "Square", room_type: "public" });
      await joinRoom(ben.ctx, { room_id });
      const before = await world.head();
      await Promise.allSettled([
        kickFromRoom(ana.ctx, { room_id, participant_id: idOf(ben) }),
        joinRoom(ben.ctx, { room_id }),
        leaveRoom(ben.ctx, { room_id }),
        joinRoom(cleo.ctx, { room_id }),
        renameRoom(ana.ctx, { room_id, name: `Square ${round}` }),
        kickFromRoom(ana.ctx, { room_id, participant_id: idOf(ben) }),
      ]).then((outcomes) => {
        for (const outcome of outcomes) {
          if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "SW_PARTICIPANT_NOT_FOUND" });
        }
      });
      await told(world, before);
      const events = await world.log(before);
      const last = events.findLast(
        (event) => event.type === "swp.room.member" && event.content.participant_id === idOf(ben),
      );
      const ends = (await listMembers(ana.ctx, { room_id, ...page })).some(
        (member) => member.participant_id === idOf(ben),
      );
      expect(last?.content).toMatchObject({ membership: ends ? "join" : "leave" });
      let name = "Square";
      for (const event of events) {
        if (event.type === "swp.room.name") name = event.content.name;
        if (event.type === "swp.room.member") expect(event.content.room.name).toBe(name);
      }
    }
  });

  test("two who remove each other at once do not block each other", async () => {
    const room = await groupWith(ben);
    await world.owner`update app.room_members set power_level = 100 where room_id = ${room.id}`;
    const kick = (by: Person, whom: Person) =>
      expectRefusal(kickFromRoom(by.ctx, { room_id: room.id, participant_id: idOf(whom) }), "SW_ROOM_FORBIDDEN");
    await Promise.all([kick(ana, ben), kick(ben, ana)]);
  });
});
