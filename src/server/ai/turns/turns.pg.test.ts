import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { setEngagement } from "#/server/ai/set-room-settings.ts";
import { stopTurns } from "#/server/ai/turns/stop-turns.ts";
import { listMessages } from "#/server/messages/list-messages.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { kickFromRoom } from "#/server/rooms/membership.ts";
import { until } from "../../../../party/testing/until.ts";
import { type AiProcess, gated, type StoredTurn, saying, turnsIn } from "../../../../tests/support/ai-stage.ts";
import { addAi } from "../../../../tests/support/ai-world.ts";
import { type Answering, setAnswering } from "../../../../tests/support/answering.ts";
import { type Person, rows, type World } from "../../../../tests/support/world.ts";

let stage: Answering;
let world: World;
let ana: Person;
let ben: Person;
let bot: Person;
let web: AiProcess;
let room_id: string;

beforeEach(async () => {
  stage = await setAnswering();
  ({ world, ana, ben, bot, web } = stage);
  room_id = await stage.roomWith(bot);
});
afterEach(() => stage.end());

const say = (person: Person, body: string, more: object = {}, room = room_id) =>
  sendMessage(web.as(person), { room_id: room, content: { body, ...more } });
const timeline = async (room = room_id) =>
  (await listMessages(ana.ctx, { room_id: room, limit: 200, direction: "back" })).messages.filter(
    ({ content }) => content.msgtype !== "swp.system",
  );
const answers = async (room = room_id) => (await timeline(room)).filter(({ content }) => content.ai);
const turns = (good: (found: StoredTurn[]) => boolean, room = room_id) => until(() => turnsIn(world, room), good);
const settle = (count: number, room = room_id) =>
  turns((found) => found.length === count && found.every(({ state }) => !["queued", "running"].includes(state)), room);
const chunksOf = (id: string) =>
  rows<{ text: string }>(
    world,
    world,
    sql`select text from app.ai_turn_chunks where turn_id = ${id} order by text_offset`,
  );
const streamed = (person = web) =>
  person
    .frames("swp.room.message.chunk")
    .map(({ content }) => (content as { chunk_text: string }).chunk_text)
    .join("");

describe("an answer", () => {
  test("follows a person's words as one message that says which turn it is, and equals what was streamed", async () => {
    web.model.scripts = [saying("Hello ", "**Ana**", ", welcome.")];
    const asked = await say(ana, "hi");
    const [turn] = await settle(1);
    expect(turn).toMatchObject({ state: "done", asker_id: ana.participant.id, trigger_event_id: asked.id, parts: 1 });
    const [answer, ...more] = await answers();
    expect(more).toEqual([]);
    expect(answer!.content).toMatchObject({
      body: "Hello **Ana**, welcome.",
      ai: { turn_id: turn!.id, part: 0, offset: 0, model: "test-model", end: "done" },
    });
    expect(answer!.sender_id).toBe(bot.participant.id);
    expect(await chunksOf(turn!.id)).toEqual([]);
    await until(() => web.frames("swp.room.message.chunk").at(-1)?.content, (content) => (content as { done?: boolean })?.done === true); // biome-ignore format: one wait
    expect(streamed()).toBe("Hello **Ana**, welcome.");
    expect((await rows(world, world, sql`select outcome from app.ai_invocations`)).length).toBe(1);
  });

  test("comes in the thread in which it was asked", async () => {
    const root = await say(ana, "root");
    await settle(1);
    await say(ana, "in here", { thread_root_id: root.id });
    await settle(2);
    const threaded = await rows<{ id: string }>(
      world,
      world,
      sql`select id from app.messages where thread_root_id = ${root.id} and sender_id = ${bot.participant.id}`,
    );
    expect(threaded).toHaveLength(1);
  });

  test("of a conversational AI is said paragraph by paragraph, never inside code, and joined is the stream", async () => {
    const whole = "First.\n\n```ts\nconst a = 1;\n\nconst b = 2;\n```\n\nLast.";
    const pieces = whole.match(/[\s\S]{1,9}/g) ?? [];
    const gate = gated(...pieces);
    web.model.scripts = [gate.script];
    await say(ana, "hi");
    await gate.begun;
    for (const [index, piece] of pieces.entries()) {
      gate.open();
      // Letters that may be half an emoji are held back until the next piece.
      const sure = pieces.slice(0, index).join("").length + piece.length - 9;
      await until(streamed, (text) => text.length >= sure); // biome-ignore format: one wait
    }
    gate.open();
    await settle(1);
    const parts = await answers();
    expect(parts.map(({ content }) => content.body).join("")).toBe(whole);
    expect(parts.map(({ content }) => content.ai!.offset)).toEqual([0, 8, whole.indexOf("Last")]);
    expect(parts.map(({ content }) => content.ai!.end)).toEqual([undefined, undefined, "done"]);
  });

  test("that is empty, or the word for silence, is not said", async () => {
    for (const [index, text] of ["", "[[silent]]", " \n"].entries()) {
      web.model.scripts = [saying(...text)];
      await say(ana, "hi");
      expect((await settle(index + 1)).at(-1)!.state).toBe("silent");
    }
    expect(await answers()).toEqual([]);
    expect(streamed()).toBe("");
  });

  test("names only those who are in the room, asks nobody by @room, and obeys no command it wrote itself", async () => {
    const gone = await world.person("gone");
    web.model.scripts = [saying("/mode chat @ben @gone @room `@ana` \u202eevil\u{e0041}")];
    await say(ana, "hi");
    await settle(1);
    const { content } = (await answers())[0]!;
    expect(content.mentions).toEqual([ben.participant.id]);
    expect(content.mentions).not.toContain(gone.participant.id);
    expect(content).not.toHaveProperty("mentions_room");
    expect(content.body).toBe("/mode chat @ben @gone @room `@ana` evil");
  });
});

describe("a turn under way", () => {
  test("is ended by Stop with what it said; nothing of it appears afterwards", async () => {
    const gate = gated("One ", "two ", "three");
    web.model.scripts = [gate.script];
    await say(ana, "hi");
    await gate.begun;
    gate.open();
    const [turn] = await turns(([first]) => first?.state === "running");
    await until(() => chunksOf(turn!.id), (chunks) => chunks.length > 0); // biome-ignore format: one wait
    await stopTurns(web.as(ana), web.host, { room_id });
    gate.open();
    gate.open();
    const [answer, ...more] = await answers();
    expect(more).toEqual([]);
    expect(answer!.content).toMatchObject({ body: "One ", ai: { end: "stopped" } });
    await until(() => web.frames("swp.room.message.chunk").at(-1)?.content, (content) => (content as { done?: boolean })?.done === true); // biome-ignore format: one wait
    expect(await chunksOf(turn!.id)).toEqual([]);
    expect((await turnsIn(world, room_id))[0]).toMatchObject({ state: "cancelled" });
    expect(await answers()).toHaveLength(1);
  });

  test("is overtaken by a newer message of a person, which is then answered", async () => {
    const gate = gated("Long ", "story");
    web.model.scripts = [gate.script, saying("Short.")];
    await say(ana, "tell me all");
    await gate.begun;
    gate.open();
    const [first] = await turns(([turn]) => turn?.state === "running");
    await until(() => chunksOf(first!.id), (chunks) => chunks.length > 0); // biome-ignore format: one wait
    await say(ben, "make it short");
    const found = await settle(2);
    expect(found.map(({ state }) => state)).toEqual(["cancelled", "done"]);
    expect((await answers()).map(({ content }) => content.body)).toEqual(["Long ", "Short."]);
  });

  test("ends without a word when its AI is removed from the room", async () => {
    const gate = gated("Secret ", "plan");
    web.model.scripts = [gate.script];
    await say(ana, "hi");
    await gate.begun;
    gate.open();
    const [turn] = await turns(([first]) => first?.state === "running");
    await until(() => chunksOf(turn!.id), (chunks) => chunks.length > 0); // biome-ignore format: one wait
    await kickFromRoom(web.as(ana), { room_id, participant_id: bot.participant.id });
    await turns(([first]) => first?.state === "cancelled");
    gate.open();
    gate.open();
    expect(await answers()).toEqual([]);
    expect(await chunksOf(turn!.id)).toEqual([]);
  });

  test("that was started by two processes is said once", async () => {
    const other = stage.another();
    other.start();
    for (let index = 0; index < 5; index += 1) {
      await say(ana, `question ${index}`);
      other.wake.advanced(world.tenantId);
      await settle(index + 1);
    }
    expect(await answers()).toHaveLength(5);
    expect((await turnsIn(world, room_id)).map(({ state }) => state)).toEqual(Array(5).fill("done"));
  });

  test("fails clearly when the gateway ends in the middle, and keeps what was said", async () => {
    web.model.scripts = [
      async function* () {
        yield { kind: "text", text: "Half a " };
      },
    ];
    await say(ana, "hi");
    expect((await settle(1))[0]).toMatchObject({ state: "failed", code: "SW_AI_CONNECTION_LOST" });
    expect((await answers())[0]!.content).toMatchObject({ body: "Half a ", ai: { end: "failed" } });
    const errors = (await world.log()).filter(({ type }) => type === "swp.model.error");
    expect(errors.map(({ content }) => content)).toMatchObject([{ code: "SW_AI_CONNECTION_LOST", retryable: true }]);
  });

  test("ends when it goes on for ever, with as much as fits, in messages that each fit", async () => {
    web.model.scripts = [
      async function* () {
        for (;;) yield { kind: "text", text: `${"endless ".repeat(500)}\n` };
      },
    ];
    await say(ana, "hi");
    expect((await settle(1))[0]).toMatchObject({ state: "failed", code: "SW_CONTENT_TOO_LARGE" });
    const parts = await answers();
    expect(parts.length).toBeGreaterThan(4);
    expect(parts.map(({ content }) => content.body).join("")).toHaveLength(262_144);
  });
});

describe("who is answered", () => {
  test("by two AIs that would talk for ever: they are held, and a person sets them going again", async () => {
    const second = await addAi(world, "bob");
    const both = await stage.roomWith(bot, second);
    await setEngagement(ana.ctx, true, { room_id: both, mode: "mention" });
    web.model.scripts = [
      async function* (request) {
        void request;
        yield { kind: "text", text: "What do you say, @bot and @bob?" };
        yield { kind: "end", reason: "stop" };
      },
    ];
    await say(ana, "@bot start", { mentions: [bot.participant.id] }, both);
    const held = await turns(
      (found) =>
        found.some(({ code }) => code === "SW_AI_HELD") &&
        found.every(({ state }) => state !== "queued" && state !== "running"),
      both,
    );
    expect(held.filter(({ state }) => state === "done").length).toBeLessThanOrEqual(5);
    expect(held.every(({ asker_id }) => asker_id === ana.participant.id)).toBe(true);
    const before = held.length;
    web.model.scripts = [saying("Yes.")];
    await say(ben, "@bot go on", {}, both);
    const after = await turns((found) => found.length > before && found.at(-1)!.state === "done", both);
    expect(after.at(-1)).toMatchObject({ asker_id: ben.participant.id, chain_depth: 0 });
  });

  test("in a direct room: every word, and outside of it only those of the room's mode", async () => {
    const dm = await createDm(web.as(ana), { participant_id: bot.participant.id });
    await say(ana, "hello you", {}, dm.id);
    await settle(1, dm.id);
    expect(await answers(dm.id)).toHaveLength(1);
    await setEngagement(ana.ctx, true, { room_id, mode: "mention" });
    await say(ana, "just talking");
    await say(ana, "@bot now you");
    await settle(1);
    expect(await answers()).toHaveLength(1);
  });
});
