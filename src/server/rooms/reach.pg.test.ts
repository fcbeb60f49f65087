import { afterAll, beforeAll, expect, test } from "vitest";
import { updatePreferences } from "#/server/participants/preferences.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { roomReach } from "#/server/rooms/reach.ts";
import { personCard } from "#/server/views/person.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let people: Person[];
let stranger: Person;

beforeAll(async () => {
  world = await makeWorld();
  people = [];
  for (const name of ["ana", "ben", "cleo", "dora"]) people.push(await world.person(name));
  stranger = await (await world.tenant("acme")).person("sam");
});
afterAll(() => world.drop());

const idOf = (person: Person) => person.participant.id;

/** A zone in which it is three at night, or noon, by the clock of this world. */
const zoneAt = (hour: number) => {
  const ahead = (hour - world.clock.now().getUTCHours() + 24) % 24;
  return ahead <= 12 ? `Etc/GMT-${ahead}` : `Etc/GMT+${24 - ahead}`;
};

test("a call to everyone is told how many it reaches, and for how many of them it is night", async () => {
  const [ana, ben, cleo, dora] = people as [Person, Person, Person, Person];
  const { id: room_id } = await createRoom(ana.ctx, { name: "Many", room_type: "public" });
  for (const person of [ben, cleo]) await joinRoom(person.ctx, { room_id });
  expect(await roomReach(ana.ctx, { room_id })).toEqual({ people: 2, at_night: 0 });
  await updatePreferences(ben.ctx, { timezone: zoneAt(3) });
  await updatePreferences(cleo.ctx, { timezone: zoneAt(12) });
  await updatePreferences(ana.ctx, { timezone: zoneAt(3) });
  expect(await roomReach(ana.ctx, { room_id })).toEqual({ people: 2, at_night: 1 });
  await leaveRoom(ben.ctx, { room_id });
  expect(await roomReach(ana.ctx, { room_id })).toEqual({ people: 1, at_night: 0 });
  await expectRefusal(roomReach(dora.ctx, { room_id }), "SW_NOT_MEMBER");
  await expectRefusal(roomReach(stranger.ctx, { room_id }), "SW_ROOM_NOT_FOUND");
});

test("where it is night is told to nobody by name who shares no room with them", async () => {
  const [ana, ben, cleo] = people as [Person, Person, Person];
  const zone = zoneAt(3);
  await updatePreferences(ben.ctx, { timezone: zone });
  const { id: room_id } = await createRoom(ana.ctx, { name: "Both", room_type: "group" });
  const card = (viewer: Person) => personCard(viewer.ctx, { participant_id: idOf(ben) });
  expect(await card(ana)).toMatchObject({ id: idOf(ben), timezone: null, shared_rooms: 0 });
  await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(ben) });
  expect(await card(ana)).toMatchObject({ timezone: null });
  await joinRoom(ben.ctx, { room_id });
  expect(await card(ana)).toMatchObject({ timezone: zone, shared_rooms: 1, bio: null });
  expect(await card(cleo)).toMatchObject({ timezone: null, shared_rooms: 0 });
  expect(await card(ben)).toMatchObject({ timezone: zone });
  await leaveRoom(ben.ctx, { room_id });
  expect(await card(ana)).toMatchObject({ timezone: null, shared_rooms: 0 });
  await expectRefusal(card(stranger), "SW_PARTICIPANT_NOT_FOUND");
});
