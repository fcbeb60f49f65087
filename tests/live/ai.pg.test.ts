import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../../party/testing/until.ts";
import type { ChunkFrame } from "../../src/domain/ai/frames.ts";
import { createAiInput } from "../../src/domain/ai/inputs.ts";
import { hear, type TurnText } from "../../src/domain/ai/stream-text.ts";
import { createAi } from "../../src/server/ai/participants.ts";
import { stopTurns } from "../../src/server/ai/turns/stop-turns.ts";
import { listMessages } from "../../src/server/messages/list-messages.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createDm } from "../../src/server/rooms/create-dm.ts";
import { roomView } from "../../src/server/views/room-view.ts";
import { Dictation } from "../support/dictation.ts";
import { type Gateway, saying, startGateway } from "../support/gateway.ts";
import { promisedMs } from "../support/promised.ts";
import { type Person, rows } from "../support/world.ts";
import { acting, type Device, device, goLive, type Live } from "./support.ts";

let gateway: Gateway;
let live: Live;
let ana: Person;

beforeAll(async () => {
  gateway = await startGateway();
  live = await goLive({ SCAIWAVE_SCAIGRID_URL: gateway.url });
  ana = await live.world.person("ana");
});
afterAll(async () => {
  await live.end();
  await gateway.stop();
});

/** A direct room with an AI of its own, which speaks in one growing message. */
async function roomWithAi(name: string): Promise<string> {
  const ctx = acting(live, ana);
  const chosen = { response_mode: "streaming", model: "test/large" };
  const input = createAiInput.parse({ local_id: name, display_name: name, ...chosen });
  const ai = await createAi(ctx, { now: ctx.now(), instanceGateway: true }, input);
  return (await createDm(ctx, { participant_id: ai.participant.id })).id;
}

/** Asks in the room, and answers as the test dictates. */
async function ask(room_id: string): Promise<Dictation> {
  const dictation = new Dictation();
  gateway.next(dictation.answer);
  await sendMessage(acting(live, ana), { room_id, content: { body: "Tell me." } });
  await dictation.begun;
  return dictation;
}
const chunks = ({ client }: Device, room_id: string) =>
  (client.frames as unknown as ChunkFrame[]).filter((frame) => frame.type === "swp.room.message.chunk" && frame.room_id === room_id); // biome-ignore format: one list

/** What a browser knows of the turn's text: what its view held, and the chunks that came. */
function known(from: Device, room_id: string, start?: TurnText): TurnText | undefined {
  let text = start;
  for (const chunk of chunks(from, room_id)) {
    const next = hear(text, chunk);
    if (next.kind === "text") text = next.text;
  }
  return text;
}

async function answers(room_id: string) {
  const { messages } = await listMessages(ana.ctx, { room_id, limit: 50, direction: "back" });
  return messages.filter(({ content }) => content.ai);
}
const answered = (room_id: string) =>
  until(() => answers(room_id), (found) => found.length > 0); // biome-ignore format: one wait

test("whoever opens the room at any chunk's boundary ends with the text of the final message", async () => {
  const room_id = await roomWithAi("steady");
  const reader = await device(live, ana);
  const dictation = await ask(room_id);
  const late: { from: Device; start: TurnText | undefined }[] = [];
  for (let piece = 0; piece < 8; piece += 1) {
    const said = chunks(reader, room_id).length;
    dictation.say(`piece ${piece}, `);
    await until(() => chunks(reader, room_id).length, (count) => count > said); // biome-ignore format: one wait
    const from = await device(live, ana);
    const view = await roomView(from.ctx, room_id);
    late.push({ from, start: Object.values(view.ai?.texts ?? {})[0] });
  }
  dictation.say("done.");
  dictation.end();
  const [{ content }] = (await answered(room_id)) as [Awaited<ReturnType<typeof answers>>[number]];
  await until(() => chunks(reader, room_id), (all) => all.some((chunk) => chunk.content.done)); // biome-ignore format: one wait
  expect(known(reader, room_id)).toEqual({ offset: 0, text: content.body });
  expect(content.body).toMatch(/^piece 0, .*piece 7, done\.$/);
  for (const { from, start } of late) {
    const text = await until(() => known(from, room_id, start)?.text, (found) => found === content.body); // biome-ignore format: one wait
    expect(text).toBe(content.body);
  }
  for (const { client } of [reader, ...late.map(({ from }) => from)]) client.socket.close();
});

test("a hub that is killed while an AI speaks is told the whole by those who know it", async () => {
  const room_id = await roomWithAi("patient");
  const before = await device(live, ana);
  const dictation = await ask(room_id);
  dictation.say("Before ", "it was killed, ");
  await until(() => known(before, room_id)?.text, (text) => text?.endsWith("killed, ") === true); // biome-ignore format: one wait
  await live.party.kill();
  await live.party.start();
  const after = await until(() => device(live, ana).catch(() => null), (found) => found !== null); // biome-ignore format: one wait
  dictation.say("and after.");
  dictation.end();
  const [{ content }] = (await answered(room_id)) as [Awaited<ReturnType<typeof answers>>[number]];
  expect(content.body).toBe("Before it was killed, and after.");
  await until(() => chunks(after!, room_id), (all) => all.some((chunk) => chunk.content.done)); // biome-ignore format: one wait
  expect(known(after!, room_id)).toEqual({ offset: 0, text: content.body });
  for (const { client } of [before, after!]) client.socket.close();
});

test("Stop is answered at once, and no word and no call comes after its answer", async () => {
  const room_id = await roomWithAi("stopped");
  const reader = await device(live, ana);
  const dictation = await ask(room_id);
  dictation.say("One, ", "two, ");
  await until(() => chunks(reader, room_id).length, (count) => count > 0); // biome-ignore format: one wait
  const from = performance.now();
  const ended = await stopTurns(acting(live, ana), live.app, { room_id });
  expect(performance.now() - from).toBeLessThan(promisedMs);
  dictation.say("three.");
  expect(ended.map(({ state }) => state)).toEqual(["cancelled"]);
  const [answer] = await answers(room_id);
  expect(answer!.content.ai).toMatchObject({ end: "stopped" });
  await until(() => chunks(reader, room_id), (all) => all.some((chunk) => chunk.content.done)); // biome-ignore format: one wait
  expect(known(reader, room_id)!.text).toBe(answer!.content.body);
  expect(answer!.content.body).not.toContain("three");
  const left = await rows(live.world, live.world, sql`select from app.ai_turn_chunks`);
  expect(left).toEqual([]);
  expect(await answers(room_id)).toHaveLength(1);
  await gateway.heard.at(-1)!.letGo;
  reader.client.socket.close();
});

test("frames of a stream come to a reader no more than twenty times a second", async () => {
  const room_id = await roomWithAi("paced");
  const reader = await device(live, ana);
  const pieces = Array.from({ length: 100 }, (_, index) => `word ${index} `);
  gateway.next(saying(pieces, { everyMs: 10 }));
  const from = performance.now();
  await sendMessage(acting(live, ana), { room_id, content: { body: "Tell me." } });
  await answered(room_id);
  const seconds = (performance.now() - from) / 1_000;
  expect(chunks(reader, room_id).length).toBeLessThanOrEqual(seconds * 20 + 2);
  expect(chunks(reader, room_id).length).toBeLessThan(pieces.length);
  reader.client.socket.close();
});
