import { afterAll, beforeAll, expect, test } from "vitest";
import { engagementInput, roomPromptInput } from "#/domain/ai/inputs.ts";
import type { AskHost } from "#/server/ai/ask-once.ts";
import { catchUp } from "#/server/ai/catch-up.ts";
import { compactRoom } from "#/server/ai/compact-room.ts";
import { addMemory } from "#/server/ai/memory/memories.ts";
import { noteRoom } from "#/server/ai/note-room.ts";
import { gatherPrompt } from "#/server/ai/prompt/gather.ts";
import { setEngagement, setRoomPrompt } from "#/server/ai/set-room-settings.ts";
import { titleRoom } from "#/server/ai/title-room.ts";
import { reminders } from "#/server/ai/tools/builtin/reminders.ts";
import { rateAnswer } from "#/server/ai/turns/rate-answer.ts";
import { listRatings } from "#/server/ai/turns/read-ratings.ts";
import type { TurnHost } from "#/server/ai/turns/turn-host.ts";
import type { TurnRow } from "#/server/ai/turns/turn-row.ts";
import { listMessages } from "#/server/messages/list-messages.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, leaveRoom } from "#/server/rooms/membership.ts";
import { deleteRoom } from "#/server/rooms/room-state.ts";
import { until } from "../../../party/testing/until.ts";
import { AiProcess, calling, gated, saying, turnsIn } from "../../../tests/support/ai-stage.ts";
import { addAi, pluginOf } from "../../../tests/support/ai-world.ts";
import { findWord } from "../../../tests/support/find-word.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let bot: Person;
let web: AiProcess;

const canary = "zanzibarquokka";
const look = pluginOf("look", async () => `${canary} was seen`);

beforeAll(async () => {
  world = await makeWorld();
  ana = await world.person("ana");
  bot = await addAi(world, "bot", { plugins: ["test.look", "scaiwave.reminders"] });
  web = new AiProcess(world, [look, reminders]);
  web.start((host: TurnHost, turn: TurnRow, options) => gatherPrompt(host, turn, options));
});
afterAll(async () => {
  await web.end();
  await world.drop();
});

const room = async (more: object) => {
  const { id: room_id } = await createRoom(web.as(ana), { name: "talk", ...more });
  await inviteToRoom(web.as(ana), { room_id, participant_id: bot.participant.id });
  return room_id;
};
const say = (room_id: string, body: string) => sendMessage(web.as(ana), { room_id, content: { body } });
const settled = (room_id: string, count: number) =>
  until(
    () => turnsIn(world, room_id),
    (turns) => turns.length === count && turns.every(({ state }) => !["queued", "running", "waiting"].includes(state)),
  );
const answersIn = async (room_id: string) =>
  (await listMessages(ana.ctx, { room_id, limit: 100, direction: "back" })).messages.filter(
    ({ content }) => content.ai,
  );

/** Leaves the word in everything that an AI room keeps beside its messages. */
async function fill(room_id: string): Promise<string> {
  await setEngagement(
    ana.ctx,
    false,
    engagementInput.parse({ room_id, mode: "always", keywords: [`${canary} keyword`] }),
  );
  await setRoomPrompt(ana.ctx, false, roomPromptInput.parse({ room_id, system_prompt: `Speak of the ${canary}.` }));
  web.model.scripts = [calling({ name: "look", args: { text: `${canary} argument` } }), saying(`I saw the ${canary}.`)];
  await say(room_id, `where is the ${canary}?`);
  await settled(room_id, 1);
  const [answer] = await answersIn(room_id);
  await rateAnswer(ana.ctx, { room_id, event_id: answer!.id, rating: "down", reason: `no ${canary} there` });
  return answer!.id;
}

/** An answer that is in the middle of a sentence. */
async function midway(room_id: string): Promise<{ open(): void }> {
  const gate = gated(`The ${canary} sits `, "in a tree.");
  web.model.scripts = [gate.script];
  await say(room_id, "and now?");
  await gate.begun;
  gate.open();
  await until(
    () => findWord(world, canary),
    (tables) => tables.includes("app.ai_turn_chunks"),
  );
  return gate;
}

test("an incognito room leaves no word in any table of AIs when its last person leaves, in the middle of an answer", async () => {
  const room_id = await room({ scope_kind: "incognito" });
  await fill(room_id);
  expect(await listRatings(ana.ctx, { limit: 50, offset: 0 })).toEqual([]);
  const memory = addMemory(
    ana.ctx,
    { scope: "person", ownerId: ana.participant.id },
    { text: `I like the ${canary}`, sourceRoomId: room_id },
  );
  await expectRefusal(memory, "SW_ROOM_TYPE_INVARIANT");
  const gate = await midway(room_id);
  expect(await findWord(world, canary)).toEqual(
    expect.arrayContaining([
      "app.ai_ratings",
      "app.ai_turn_chunks",
      "app.events",
      "app.room_ai",
      "app.room_ai_defaults",
    ]),
  );
  await leaveRoom(web.as(ana), { room_id });
  gate.open();
  await settled(room_id, 2);
  expect(await findWord(world, canary)).toEqual([]);
});

test("nothing of an incognito room is summed up, named or written up, and what an answer holds of a budget has no words", async () => {
  const room_id = await room({ scope_kind: "incognito" });
  await fill(room_id);
  const host = web.host as unknown as AskHost;
  const before = web.model.requests.length;
  for (const ask of [compactRoom, titleRoom, noteRoom]) {
    await expectRefusal(ask(host, ana.ctx, { room_id }), "SW_ROOM_TYPE_INVARIANT");
  }
  await expectRefusal(catchUp(host, ana.ctx, { room_id, after: 0 }), "SW_ROOM_TYPE_INVARIANT");
  expect(web.model.requests).toHaveLength(before);
  const gate = await midway(room_id);
  const holds = await world.owner`select from app.ai_holds where room_id = ${room_id}`;
  expect(holds).toHaveLength(1);
  const tables = await findWord(world, canary);
  for (const table of ["app.ai_holds", "app.ai_invocations", "app.ai_spend", "app.jobs", "app.notes"]) {
    expect(tables).not.toContain(table);
  }
  await leaveRoom(web.as(ana), { room_id });
  gate.open();
  await settled(room_id, 2);
  expect(await findWord(world, canary)).toEqual([]);
});

test("what is said in an incognito room is in no prompt of another, and what it was told there neither", async () => {
  const [hidden, open] = [await room({ scope_kind: "incognito" }), await room({})];
  await fill(hidden);
  web.model.scripts = [saying("Here.")];
  web.model.requests.length = 0;
  await say(open, "what did I ask you elsewhere?");
  await settled(open, 1);
  expect(web.model.requests).toHaveLength(1);
  expect(JSON.stringify(web.model.requests)).toContain("what did I ask you elsewhere?");
  expect(JSON.stringify(web.model.requests)).not.toContain(canary);
  web.model.requests.length = 0;
  await say(hidden, "and here?");
  await settled(hidden, 2);
  expect(JSON.stringify(web.model.requests)).toContain(`Speak of the ${canary}.`);
  await leaveRoom(web.as(ana), { room_id: hidden });
  expect(await findWord(world, canary)).toEqual([]);
});

test("a room that is deleted takes its reminders and settings of AIs with it", async () => {
  const room_id = await room({});
  await fill(room_id);
  web.model.scripts = [
    calling({ name: "remind_me", args: { text: `feed the ${canary}`, in_minutes: 60 } }),
    saying("Done."),
  ];
  await say(room_id, "remind me");
  await settled(room_id, 2);
  const left = async () =>
    (await world.owner`select count(*)::int as count from app.ai_reminders where room_id = ${room_id}`)[0]!.count;
  expect(await left()).toBe(1);
  await deleteRoom(web.as(ana), { room_id });
  expect(await left()).toBe(0);
  expect(await findWord(world, canary)).toEqual([]);
});

test("an answer that is removed takes the reasons of its ratings with it", async () => {
  const room_id = await room({});
  const event_id = await fill(room_id);
  expect(await findWord(world, `no ${canary} there`)).toEqual(["app.ai_ratings"]);
  await redactMessage(ana.ctx, { room_id, event_id });
  expect(await findWord(world, `no ${canary} there`)).toEqual([]);
});
