import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decideCall } from "#/server/ai/approvals.ts";
import { setEngagement } from "#/server/ai/set-room-settings.ts";
import { regenerateTurn, retryTurn } from "#/server/ai/turns/ask-again.ts";
import { engageAi } from "#/server/ai/turns/engage-ai.ts";
import { listTurns } from "#/server/ai/turns/list-turns.ts";
import { rateAnswer } from "#/server/ai/turns/rate-answer.ts";
import { listRatings, readOwnRatings } from "#/server/ai/turns/read-ratings.ts";
import { resumeTurn } from "#/server/ai/turns/start-turn.ts";
import { stopTurns } from "#/server/ai/turns/stop-turns.ts";
import { listMessages } from "#/server/messages/list-messages.ts";
import { redactMessage } from "#/server/messages/redact-message.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom, joinRoom } from "#/server/rooms/membership.ts";
import { until } from "../../../../party/testing/until.ts";
import { AiProcess, calling, gated, type StoredTurn, saying, turnsIn } from "../../../../tests/support/ai-stage.ts";
import { addAi, pluginOf } from "../../../../tests/support/ai-world.ts";
import { absentId, expectRefusal } from "../../../../tests/support/refusal.ts";
import { expectSyncLaw } from "../../../../tests/support/sync-law.ts";
import { makeWorld, type Person, rows, type World } from "../../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let outsider: Person;
let stranger: Person;
let bot: Person;
let web: AiProcess;
let room_id: string;

const ran: string[] = [];
const look = pluginOf("look", async () => {
  ran.push("look");
  return "seen";
});
const post = pluginOf("post", async () => `posted ${ran.push("post")}`, { sideEffects: true });

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben, outsider] = [await world.person("ana"), await world.person("ben"), await world.person("olga")];
  stranger = await (await world.tenant("acme")).person("ana");
  bot = await addAi(world, "bot", { plugins: ["test.look", "test.post"] });
  web = new AiProcess(world, [look, post]);
  web.start();
});
afterAll(async () => {
  await web.end();
  await world.drop();
});
beforeEach(async () => {
  ran.length = 0;
  web.model.scripts = [saying("Answer.")];
  const { id } = await createRoom(ana.ctx, { name: "talk" });
  room_id = id;
  await inviteToRoom(ana.ctx, { room_id, participant_id: ben.participant.id });
  await joinRoom(ben.ctx, { room_id });
  await inviteToRoom(web.as(ana), { room_id, participant_id: bot.participant.id });
});

const say = (person: Person, body: string) => sendMessage(web.as(person), { room_id, content: { body } });
const turns = (good: (found: StoredTurn[]) => boolean) => until(() => turnsIn(world, room_id), good);
const over = ({ state }: StoredTurn) => !["queued", "running", "waiting"].includes(state);
const settle = (count: number) => turns((found) => found.length === count && found.every(over));
const answers = async () =>
  (await listMessages(ana.ctx, { room_id, limit: 100, direction: "back" })).messages.filter(
    ({ content }) => content.ai,
  );

/** Ben's question, which is being answered. */
async function answering(): Promise<StoredTurn> {
  const gate = gated("One ", "two");
  web.model.scripts = [gate.script, saying("Again.")];
  await say(ben, "question");
  await gate.begun;
  const found = await turns((all) => all.some(({ state }) => state === "running"));
  return found.find(({ state }) => state === "running")!;
}

describe("stopping", () => {
  test("is for the one who asked and for those with the power; others, and those outside, are refused", async () => {
    const cleo = await world.person(`cleo-${room_id.slice(-6)}`);
    await inviteToRoom(ana.ctx, { room_id, participant_id: cleo.participant.id });
    await joinRoom(cleo.ctx, { room_id });
    const turn = await answering();
    await expectRefusal(stopTurns(web.as(outsider), web.host, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(stopTurns(web.as(stranger), web.host, { room_id }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(stopTurns(web.as(cleo), web.host, { room_id }), "SW_ROOM_FORBIDDEN");
    expect(await stopTurns(web.as(ben), web.host, { room_id, participant_id: absentId })).toEqual([]);
    const ended = await stopTurns(web.as(ben), web.host, { room_id, participant_id: bot.participant.id });
    expect(ended).toMatchObject([{ id: turn.id, state: "cancelled", ended_by: ben.participant.id }]);
    expect(await stopTurns(web.as(ben), web.host, { room_id })).toEqual([]);
    const again = await answering().then(() => stopTurns(web.as(ana), web.host, { room_id }));
    expect(again).toMatchObject([{ state: "cancelled", ended_by: ana.participant.id }]);
  });
});

describe("asking again", () => {
  test("tries what was stopped once more, for who asked and for those with the power", async () => {
    const turn = await answering();
    await expectRefusal(retryTurn(web.as(ben), web.host, { room_id, turn_id: turn.id }), "SW_BAD_REQUEST");
    await stopTurns(web.as(ben), web.host, { room_id });
    for (const person of [outsider, stranger]) {
      await expectRefusal(retryTurn(web.as(person), web.host, { room_id, turn_id: turn.id }), "SW_ROOM_NOT_FOUND");
    }
    await expectRefusal(retryTurn(web.as(ben), web.host, { room_id, turn_id: absentId }), "SW_AI_TURN_NOT_FOUND");
    const made = await retryTurn(web.as(ben), web.host, { room_id, turn_id: turn.id });
    expect(made).toMatchObject({ trigger_event_id: turn.trigger_event_id, asker_id: ben.participant.id });
    expect((await settle(2)).at(-1)!.state).toBe("done");
    expect((await answers()).at(-1)!.content.body).toBe("Again.");
  });

  test("for another answer keeps the earlier one, and the new one names it; a member without power is refused", async () => {
    await say(ana, "question");
    const [turn] = await settle(1);
    await expectRefusal(regenerateTurn(web.as(ben), web.host, { room_id, turn_id: turn!.id }), "SW_ROOM_FORBIDDEN");
    web.model.scripts = [saying("Better.")];
    await regenerateTurn(web.as(ana), web.host, { room_id, turn_id: turn!.id });
    await settle(2);
    const [first, second] = await answers();
    expect([first!.content.body, second!.content.body]).toEqual(["Answer.", "Better."]);
    expect(second!.content.ai!.alternative_of).toBe(first!.id);
    expect(first!.content.ai).not.toHaveProperty("alternative_of");
  });

  test("is not possible once the question was removed, and what answers it ends with it", async () => {
    const turn = await answering();
    await redactMessage(web.as(ben), { room_id, event_id: turn.trigger_event_id });
    await turns(([first]) => first?.state === "cancelled");
    await expectRefusal(retryTurn(web.as(ben), web.host, { room_id, turn_id: turn.id }), "SW_EVENT_NOT_FOUND");
  });
});

describe("engaging", () => {
  test("brings an AI in and has it answer the latest message; while it answers it is busy", async () => {
    const guest = await addAi(world, `guest-${room_id.slice(-6)}`);
    await setEngagement(ana.ctx, true, { room_id, mode: "mention" });
    const latest = await say(ben, "what is the plan?");
    const input = { room_id, participant_id: guest.participant.id };
    await expectRefusal(engageAi(web.as(outsider), web.host, input), "SW_ROOM_NOT_FOUND");
    await expectRefusal(
      engageAi(web.as(ben), web.host, { room_id, participant_id: ana.participant.id }),
      "SW_AI_NOT_FOUND",
    );
    const gate = gated("Here");
    web.model.scripts = [gate.script];
    const turn = await engageAi(web.as(ben), web.host, input);
    expect(turn).toMatchObject({ trigger_event_id: latest.id, asker_id: ben.participant.id });
    await gate.begun;
    await expectRefusal(engageAi(web.as(ana), web.host, input), "SW_AI_BUSY");
    gate.open();
    gate.open();
    await turns((found) => found.some((each) => each.id === turn!.id && each.state === "done"));
    expect((await answers()).at(-1)).toMatchObject({ sender_id: guest.participant.id, content: { body: "Here" } });
  });
});

describe("rating", () => {
  test("is kept once for each person, and is for answers of AIs in rooms that one is in", async () => {
    const asked = await say(ana, "question");
    await settle(1);
    const event_id = (await answers())[0]!.id;
    const stored = () =>
      rows<{ rating: string }>(world, world, sql`select rating from app.ai_ratings where event_id = ${event_id}`);
    await rateAnswer(ben.ctx, { room_id, event_id, rating: "up" });
    await rateAnswer(ben.ctx, { room_id, event_id, rating: "down", reason: "Too short." });
    expect(await stored()).toEqual([{ rating: "down" }]);
    await expectRefusal(rateAnswer(outsider.ctx, { room_id, event_id, rating: "up" }), "SW_ROOM_NOT_FOUND");
    await expectRefusal(rateAnswer(ben.ctx, { room_id, event_id: asked.id, rating: "up" }), "SW_EVENT_NOT_FOUND");
    await rateAnswer(ben.ctx, { room_id, event_id, rating: null });
    expect(await stored()).toEqual([]);
  });

  test("is told to who gave it, and to the admins with its reason; in the room to nobody else", async () => {
    await say(ana, "question");
    await settle(1);
    const event_id = (await answers())[0]!.id;
    await rateAnswer(ben.ctx, { room_id, event_id, rating: "down", reason: "Too short." });
    const asked = { room_id, event_ids: [event_id, absentId] };
    expect((await readOwnRatings(ben.ctx, asked)).items).toEqual([{ event_id, rating: "down", reason: "Too short." }]);
    expect((await readOwnRatings(ana.ctx, asked)).items).toEqual([]);
    await expectRefusal(readOwnRatings(outsider.ctx, asked), "SW_ROOM_NOT_FOUND");
    const elsewhere = (await createRoom(ben.ctx, { name: "elsewhere" })).id;
    expect((await readOwnRatings(ben.ctx, { ...asked, room_id: elsewhere })).items).toEqual([]);

    const [listed] = await listRatings(ana.ctx, { limit: 1, offset: 0 });
    const [rater_id, participant_id] = [ben.participant.id, bot.participant.id];
    expect(listed).toMatchObject({ event_id, room_id, participant_id, rater_id, rating: "down", reason: "Too short." });
    const of = async (rating: "up" | "down") =>
      (await listRatings(ana.ctx, { rating, limit: 50, offset: 0 })).map((each) => each.event_id);
    expect([await of("up"), await of("down")]).toEqual([[], [event_id]]);
    expect(await listRatings(stranger.ctx, { limit: 50, offset: 0 })).toEqual([]);
  });
});

describe("tools in a turn", () => {
  test("run between two steps, and the answer follows them", async () => {
    web.model.scripts = [calling({ name: "look", args: {} }), saying("It is there.")];
    await say(ana, "look it up");
    await settle(1);
    expect(ran).toEqual(["look"]);
    expect((await answers()).map(({ content }) => content.body)).toEqual(["It is there."]);
    expect((await answers())[0]!.content.ai!.tool_call_ids).toHaveLength(1);
  });

  test("with side effects wait for a person; approved they run once, and the turn goes on", async () => {
    web.model.scripts = [calling({ name: "post", args: {} }), saying("Posted.")];
    await say(ben, "post it");
    const [turn] = await turns(([first]) => first?.state === "waiting");
    // Talking about it does not call it off.
    await setEngagement(ana.ctx, true, { room_id, mode: "mention" });
    await say(ana, "shall we?");
    expect(ran).toEqual([]);
    const [call] = await rows<{ id: string }>(
      world,
      world,
      sql`select id from app.ai_tool_calls where turn_id = ${turn!.id}`,
    );
    const decide = (person: Person) =>
      decideCall(web.as(person), (tx, id) => resumeTurn(web.host, tx, id), { room_id, call_id: call!.id, decision: "once" }); // biome-ignore format: one call
    await expectRefusal(decide(ben), "SW_ROOM_FORBIDDEN");
    await decide(ana);
    expect((await settle(1))[0]!.state).toBe("done");
    expect(ran).toEqual(["post"]);
    expect((await answers()).map(({ content }) => content.body)).toEqual(["Posted."]);
  });

  test("that wait when the turn is stopped never run, whoever approves them then", async () => {
    web.model.scripts = [calling({ name: "post", args: {} }), saying("Posted.")];
    await say(ben, "post it");
    const [turn] = await turns(([first]) => first?.state === "waiting");
    await stopTurns(web.as(ben), web.host, { room_id });
    const [call] = await rows<{ id: string; state: string }>(
      world,
      world,
      sql`select id, state from app.ai_tool_calls where turn_id = ${turn!.id}`,
    );
    expect(call!.state).toBe("cancelled");
    const decision = { room_id, call_id: call!.id, decision: "once" } as const;
    await expectRefusal(
      decideCall(web.as(ana), (tx, id) => resumeTurn(web.host, tx, id), decision),
      "SW_AI_APPROVAL_VOID",
    );
    expect(ran).toEqual([]);
  });

  test("by the thousand are bounded, and a model that only ever calls is ended", async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({ name: "look", args: { text: String(index) } }));
    web.model.scripts = [calling(...many)];
    await say(ana, "look everywhere");
    const [turn] = await settle(1);
    expect(["done", "silent"]).toContain(turn!.state);
    expect(ran.length).toBeLessThanOrEqual(32);
  });
});

describe("a room's view", () => {
  test("is told everything that AIs do in it: events lead where a fresh look does", async () => {
    await expectSyncLaw(web.as(ben), async () => {
      web.model.scripts = [calling({ name: "look", args: {} }), saying("Found.")];
      await say(ana, "look it up");
      await settle(1);
    });
    const guest = await addAi(world, `late-${room_id.slice(-6)}`);
    await expectSyncLaw(web.as(ben), async () => {
      await inviteToRoom(web.as(ana), { room_id, participant_id: guest.participant.id });
      await until(() => rows(world, world, sql`select from app.room_ai where participant_id = ${guest.participant.id}`), (found) => found.length > 0); // biome-ignore format: one wait
    });
    const listed = await listTurns(ben.ctx, { room_id, limit: 10, offset: 0 });
    expect(listed.map(({ state }) => state)).toEqual(["done"]);
    await expectRefusal(listTurns(outsider.ctx, { room_id, limit: 10, offset: 0 }), "SW_ROOM_NOT_FOUND");
  });
});
