import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../../party/testing/until.ts";
import type { ChunkFrame } from "../../src/domain/ai/frames.ts";
import { createAiInput } from "../../src/domain/ai/inputs.ts";
import { hear, type TurnText } from "../../src/domain/ai/stream-text.ts";
import { shardOf } from "../../src/domain/stream/contract.ts";
import { createAi } from "../../src/server/ai/participants.ts";
import { listMessages } from "../../src/server/messages/list-messages.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom } from "../../src/server/rooms/membership.ts";
import { turnsIn } from "../support/ai-stage.ts";
import { promisedMs } from "../support/promised.ts";
import type { Person } from "../support/world.ts";
import { Deployment, type Device, type WebProcess } from "./deployment.ts";

let scale: Deployment;
let devices: Device[];
let room_id: string;

const question = "Tell me at length what you can do here, and what you cannot, please.";

beforeAll(async () => {
  scale = await Deployment.start();
  const people: Person[] = [];
  for (let index = 0; index < 4; index += 1) people.push(await scale.world.person(`person${index}`));
  const [owner, ...others] = people as [Person, ...Person[]];
  room_id = (await createRoom(owner.ctx, { name: "hall", room_type: "public" })).id;
  for (const person of others) await joinRoom(person.ctx, { room_id });
  const input = createAiInput.parse({ local_id: "guide", display_name: "Guide", response_mode: "streaming" });
  const ai = await createAi(owner.ctx, { now: owner.ctx.now(), instanceGateway: false }, input);
  await inviteToRoom(owner.ctx, { room_id, participant_id: ai.participant.id });
  devices = [];
  for (const person of people) devices.push(await scale.device(person));
});
afterAll(() => scale?.end());

const ask = (web: WebProcess, by: Device) =>
  web.call(by.cookie, "messages.send", { room_id, content: { body: question }, event_uuid: scale.world.newId() });
const chunks = ({ client }: Device, turnId: string) =>
  (client.frames as unknown as ChunkFrame[]).filter((frame) => frame.type === "swp.room.message.chunk" && frame.turn_id === turnId); // biome-ignore format: one list
const turns = () => turnsIn(scale.world, room_id);
const answers = async () =>
  (await listMessages(devices[0]!.ctx, { room_id, limit: 50, direction: "back" })).messages.filter(
    ({ content }) => content.ai,
  );

function heard(from: Device, turnId: string): string {
  let text: TurnText | undefined;
  for (const chunk of chunks(from, turnId)) {
    const next = hear(text, chunk);
    if (next.kind === "text") text = next.text;
  }
  return text?.text ?? "";
}

test("with two web processes and two shards a question is answered once, and every screen has all of it", async () => {
  const shards = new Set(devices.map(({ person }) => shardOf(person.participant.id, scale.shards)));
  expect(shards.size).toBe(2);
  for (const [index, web] of scale.webs.entries()) {
    await ask(web, devices[0]!);
    const found = await until(turns, (all) => all.length === index + 1 && all.every(({ state }) => state === "done")); // biome-ignore format: one wait
    const answer = (await answers()).at(-1)!;
    expect(answer.content.ai).toMatchObject({ turn_id: found.at(-1)!.id, end: "done" });
    for (const each of devices) {
      await until(() => heard(each, found.at(-1)!.id), (text) => text === answer.content.body); // biome-ignore format: one wait
    }
  }
  expect(await answers()).toHaveLength(2);
});

test("killed while an AI speaks, what it said stays, it is interrupted within ten seconds, and it is not said twice", async () => {
  const before = (await answers()).length;
  // The turn runs in the one process that is left.
  const [first, second] = scale.webs as [WebProcess, WebProcess];
  await second.end();
  await ask(first, devices[0]!);
  const turn = (await until(turns, (all) => all.at(-1)?.state === "running")).at(-1)!; // biome-ignore format: one wait
  await until(() => chunks(devices[1]!, turn.id).length, (count) => count >= 3); // biome-ignore format: one wait
  const seen = heard(devices[1]!, turn.id);
  await first.end("SIGKILL");
  await scale.startWeb(null);
  const from = performance.now();
  const ended = await until(turns, (all) => all.at(-1)?.state === "interrupted"); // biome-ignore format: one wait
  expect(performance.now() - from).toBeLessThan(promisedMs);
  expect(ended.at(-1)).toMatchObject({ id: turn.id, parts: 1 });
  const after = await answers();
  expect(after).toHaveLength(before + 1);
  const { content } = after.at(-1)!;
  expect(content.ai).toMatchObject({ turn_id: turn.id, end: "interrupted" });
  expect(content.body!.startsWith(seen)).toBe(true);
});
