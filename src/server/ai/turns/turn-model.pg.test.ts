import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom } from "#/server/rooms/membership.ts";
import { until } from "../../../../party/testing/until.ts";
import { AiProcess, saying } from "../../../../tests/support/ai-stage.ts";
import { addAi } from "../../../../tests/support/ai-world.ts";
import { makeWorld, type Person, type World } from "../../../../tests/support/world.ts";

let world: World;
let ana: Person;
let bot: Person;
let web: AiProcess;
let modelFor: AiProcess["host"]["gateways"]["modelFor"];

beforeAll(async () => {
  world = await makeWorld();
  ana = await world.person("ana");
  bot = await addAi(world, "bot");
  web = new AiProcess(world);
  modelFor = web.host.gateways.modelFor;
  web.model.scripts = [saying("Answer.")];
  web.start();
});
afterAll(async () => {
  await web.end();
  await world.drop();
});
afterEach(() => {
  Object.assign(web.host.gateways, { modelFor });
});

/** What a room is told of one answer, from the question to the end. */
async function toldOf(question: string): Promise<[string, string | null][]> {
  const { id: room_id } = await createRoom(ana.ctx, { name: "talk" });
  await inviteToRoom(web.as(ana), { room_id, participant_id: bot.participant.id });
  await sendMessage(web.as(ana), { room_id, content: { body: question } });
  const events = async () =>
    (await world.log()).flatMap((event) =>
      event.type === "swp.ai.turn" && event.room_id === room_id ? [event.content.turn] : [],
    );
  const turns = await until(events, (all) => all.some(({ state }) => state === "done"));
  return turns.map(({ state, model }) => [state, model]);
}

test("the beginning of a turn is told once, with its model", async () => {
  expect(await toldOf("hi")).toEqual([
    ["queued", null],
    ["running", "test-model"],
    ["done", "test-model"],
  ]);
});

test("a gateway that is slow to name its models, or cannot, keeps no turn from beginning", async () => {
  let first = true;
  const slow: typeof modelFor = (...asked) => {
    if (!first) return modelFor(...asked);
    first = false;
    return new Promise(() => {});
  };
  Object.assign(web.host.gateways, { modelFor: slow });
  expect((await toldOf("slow"))[1]).toEqual(["running", null]);
  Object.assign(web.host.gateways, { modelFor: () => Promise.reject(new Error("away")) });
  expect((await toldOf("away")).map(([state]) => state)).toEqual(["queued", "running", "done"]);
});
