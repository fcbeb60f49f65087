import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { engagementInput, responseModeInput } from "#/domain/ai/inputs.ts";
import type { RoomEntry } from "#/domain/views/state.ts";
import { setEngagement, setResponseMode } from "#/server/ai/set-room-settings.ts";
import { engageAi } from "#/server/ai/turns/engage-ai.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom, kickFromRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { until } from "../../../party/testing/until.ts";
import { AiProcess } from "../../../tests/support/ai-stage.ts";
import { addAi } from "../../../tests/support/ai-world.ts";
import { catchUp, expectSyncLaw, snapshot } from "../../../tests/support/sync-law.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let bot: Person;
let nova: Person;
let web: AiProcess;
let room_id: string;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben] = [await world.person("ana"), await world.person("ben")];
  [bot, nova] = [await addAi(world, "bot"), await addAi(world, "nova")];
  web = new AiProcess(world);
  web.start();
});
afterAll(async () => {
  await web.end();
  await world.drop();
});
beforeEach(async () => {
  room_id = (await createRoom(ana.ctx, { name: "talk" })).id;
});

const idOf = ({ participant }: Person) => participant.id;
const listOf = async (person: Person): Promise<RoomEntry["engagements"]> =>
  (await snapshot(person.ctx)).rooms[room_id]?.engagements;
const told = (good: (found: RoomEntry["engagements"]) => boolean) => until(() => listOf(ana), good);
const engage = (input: object) => setEngagement(web.as(ana), false, engagementInput.parse({ room_id, ...input }));
async function invite(...ais: Person[]) {
  for (const ai of ais) await inviteToRoom(web.as(ana), { room_id, participant_id: idOf(ai) });
  await told((found) => ais.every((ai) => found?.[idOf(ai)]));
}

test("a room in one's list tells how its AIs take part, and follows as they come, are set, leave and come back", async () => {
  const held = await snapshot(ana.ctx);
  expect(held.rooms[room_id]).not.toHaveProperty("engagements");
  const follows = async (engagements: RoomEntry["engagements"]) => {
    await catchUp(ana.ctx, held);
    expect(held.rooms[room_id]!.engagements).toEqual(engagements);
    expect(await listOf(ana)).toEqual(engagements);
  };
  await invite(bot, nova);
  await follows({ [idOf(bot)]: "always", [idOf(nova)]: "always" });
  await engage({ mode: "mention" });
  await follows({ [idOf(bot)]: "mention", [idOf(nova)]: "mention" });
  await engage({ participant_id: idOf(bot), mode: "always" });
  await follows({ [idOf(bot)]: "always", [idOf(nova)]: "mention" });
  await kickFromRoom(ana.ctx, { room_id, participant_id: idOf(bot) });
  await follows({ [idOf(nova)]: "mention" });
  // It is as it was before, from the moment it is there.
  await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(bot) });
  await follows({ [idOf(bot)]: "always", [idOf(nova)]: "mention" });
  for (const ai of [bot, nova]) await kickFromRoom(ana.ctx, { room_id, participant_id: idOf(ai) });
  await follows(undefined);
  expect(held.rooms[room_id]).not.toHaveProperty("engagements");
});

test("who comes in learns of the AIs that are there; who is only invited, or has left, learns nothing", async () => {
  await invite(bot);
  await inviteToRoom(ana.ctx, { room_id, participant_id: idOf(ben) });
  expect((await snapshot(ben.ctx)).rooms[room_id]).not.toHaveProperty("engagements");
  await expectSyncLaw(ben.ctx, () => joinRoom(ben.ctx, { room_id }));
  expect(await listOf(ben)).toEqual({ [idOf(bot)]: "always" });
  await expectSyncLaw(ben.ctx, () => engage({ mode: "keyword", keywords: ["launch"] }));
  expect(await listOf(ben)).toEqual({ [idOf(bot)]: "keyword" });
  await expectSyncLaw(ben.ctx, () => leaveRoom(ben.ctx, { room_id }));
  expect(await listOf(ben)).toBeUndefined();
});

test("an AI that is set up, or asked, before anybody heard of it is told with it", async () => {
  const still = { room_id, participant_id: idOf(bot) };
  await inviteToRoom(ana.ctx, still);
  await setResponseMode(ana.ctx, false, responseModeInput.parse({ ...still, mode: "streaming" }));
  const held = await snapshot(ben.ctx);
  expect(held.rooms[room_id]).toBeUndefined();
  await until(
    () => world.log(),
    (events) => events.some(({ type, room_id: of }) => type === "swp.room.ai_engagement" && of === room_id),
  );
  const other = await createRoom(ana.ctx, { name: "asked" });
  const heldByAna = await snapshot(ana.ctx);
  await engageAi(ana.ctx, web.host, { room_id: other.id, participant_id: idOf(nova) });
  await catchUp(ana.ctx, heldByAna);
  expect(heldByAna.rooms[other.id]!.engagements).toEqual({ [idOf(nova)]: "always" });
  expect(heldByAna.views[other.id]!.ai!.settings[idOf(nova)]).toMatchObject({ engagement: "always" });
});
