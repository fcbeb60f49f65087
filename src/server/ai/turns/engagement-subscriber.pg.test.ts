import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { inviteToRoom } from "#/server/rooms/membership.ts";
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

beforeEach(async () => {
  stage = await setAnswering();
  ({ world, ana, ben, bot, web } = stage);
});
afterEach(() => stage.end());

/** A room of Ana's with Ben and these AIs, set to engage as told once they have their seats. */
async function roomWith(ais: Record<string, Person>, modes: Record<string, string> = {}): Promise<string> {
  const id = await stage.roomWith(...Object.values(ais));
  const seats = () => rows(world, world, sql`select from app.room_ai where room_id = ${id}`);
  await until(seats, (found) => found.length === Object.keys(ais).length);
  for (const [name, mode] of Object.entries(modes)) {
    await rows(
      world,
      world,
      sql`update app.room_ai set engagement = ${mode}, keywords = array['deploy', 'Straße']
        where room_id = ${id} and participant_id = ${ais[name]!.participant.id}`,
    );
  }
  return id;
}

const say = (by: Person, room_id: string, body: string, more: object = {}) =>
  sendMessage(web.as(by), { room_id, content: { body, ...more } });
const over = (found: StoredTurn[]) => found.every(({ state }) => !["queued", "running"].includes(state));
const settled = (room_id: string, count: number) =>
  until(() => turnsIn(world, room_id), (found) => found.length >= count && over(found)); // biome-ignore format: one wait
/** Until the follower has passed everything that was written: what it did not start by then, it never will. */
async function heardAll(): Promise<void> {
  const head = await world.head();
  await until(
    () => rows<{ position: string }>(world, world, sql`select position from app.cursors where name = 'ai.engagement'`),
    (found) => Number(found[0]?.position ?? 0) >= head,
  ); // biome-ignore format: one wait
}

describe("two AIs in one room", () => {
  test("answer each in its own mode: one to everything, one to its name, one to its words", async () => {
    const [second, third] = [await addAi(world, "bob"), await addAi(world, "kay")];
    const ais = { bot, bob: second, kay: third };
    const room = await roomWith(ais, { bot: "always", bob: "mention", kay: "keyword" });
    const nameOf = new Map(Object.entries(ais).map(([name, { participant }]) => [participant.id, name]));
    const answeredTo = async (body: string, more: object = {}) => {
      const before = (await turnsIn(world, room)).length;
      await say(ana, room, body, more);
      await heardAll();
      const found = (await settled(room, before + 1)).slice(before);
      expect(found.every(({ state }) => state === "done")).toBe(true);
      return found.map(({ participant_id }) => nameOf.get(participant_id)).sort();
    };
    expect(await answeredTo("hello all")).toEqual(["bot"]);
    expect(await answeredTo("@bob what do you think")).toEqual(["bob", "bot"]);
    expect(await answeredTo("named by the client", { mentions: [second.participant.id] })).toEqual(["bob", "bot"]);
    expect(await answeredTo("bob without the sign, and `@bob` in code")).toEqual(["bot"]);
    expect(await answeredTo("Shall we DEPLOY, now?")).toEqual(["bot", "kay"]);
    expect(await answeredTo("redeployments are no deploys")).toEqual(["bot"]);
    expect(await answeredTo("in der straße, @bob")).toEqual(["bob", "bot", "kay"]);
  });

  test("say nothing where the tenant wants no AI, and answer again once it does", async () => {
    const room = await roomWith({ bot });
    await rows(
      world,
      world,
      sql`insert into app.ai_settings (tenant_id, credentials, hidden, updated_at) values (${world.tenantId}, 'tenant', true, now())`,
    );
    await say(ana, room, "@bot anybody there?");
    await heardAll();
    expect(await turnsIn(world, room)).toEqual([]);
    await rows(world, world, sql`update app.ai_settings set hidden = false`);
    await say(ana, room, "and now?");
    expect((await settled(room, 1)).map(({ state }) => state)).toEqual(["done"]);
  });
});

describe("AIs that talk with each other", () => {
  test("are counted over two processes: three times they wake each other, and then neither does", async () => {
    const second = await addAi(world, "bob");
    const room = await roomWith({ bot, bob: second }, { bot: "mention", bob: "mention" });
    const other = stage.another();
    other.start();
    for (const each of [web, other]) each.model.scripts = [saying("What do you say, @bot and @bob?")];
    await say(ana, room, "@bot begin");
    const found = await until(
      () => turnsIn(world, room),
      (all) => all.some(({ code }) => code === "SW_AI_HELD") && over(all),
    );
    expect(found.filter(({ code }) => code === "SW_AI_HELD")).toHaveLength(1);
    expect(found.filter(({ state, chain_depth }) => state === "done" && chain_depth > 0)).toHaveLength(3);
    expect(web.model.requests.length + other.model.requests.length).toBe(4);
  });

  test("wake none that has said ten messages within a minute; people wake it always", async () => {
    const second = await addAi(world, "bob");
    const room = await roomWith({ bot, bob: second }, { bot: "mention", bob: "mention" });
    const trigger = await say(ana, room, "said before");
    await rows(
      world,
      world,
      sql`insert into app.ai_turns (tenant_id, id, room_id, participant_id, asker_id, trigger_event_id, state, response_mode, parts, created_at, ended_at)
        values (${world.tenantId}, ${world.newId()}, ${room}, ${second.participant.id}, ${ana.participant.id}, ${trigger.id}, 'done', 'streaming', 10, ${world.clock.now().toISOString()}::timestamptz - interval '30 seconds', ${world.clock.now().toISOString()}::timestamptz)`,
    );
    web.model.scripts = [saying("And you, @bob?"), saying("Fine.")];
    await say(ana, room, "@bot begin");
    const held = (await until(() => turnsIn(world, room), (all) => all.length === 3 && over(all))).at(-1)!; // biome-ignore format: one wait
    expect(held).toMatchObject({ participant_id: second.participant.id, code: "SW_AI_HELD", chain_depth: 1 });
    await say(ben, room, "@bob what about you?");
    const after = await settled(room, 4);
    expect(after.at(-1)).toMatchObject({ participant_id: second.participant.id, state: "done", chain_depth: 0 });
  });
});

describe("one AI", () => {
  test("that is named in a hundred rooms at once answers in each once", async () => {
    const asked: string[] = [];
    for (let number = 0; number < 100; number += 1) asked.push((await createRoom(ana.ctx, { name: `r${number}` })).id);
    for (const room_id of asked) await inviteToRoom(ana.ctx, { room_id, participant_id: bot.participant.id });
    const other = stage.another();
    other.start();
    await Promise.all(asked.map((room) => say(ana, room, "@bot are you here?", { mentions: [bot.participant.id] })));
    other.wake.advanced(world.tenantId);
    const all = () =>
      rows<{ room_id: string; state: string; parts: number }>(
        world,
        world,
        sql`select room_id, state, parts from app.ai_turns`,
      );
    const found = await until(all, (each) => each.length >= 100 && each.every(({ state }) => !["queued", "running"].includes(state)), 60_000); // biome-ignore format: one wait
    expect(found).toHaveLength(100);
    expect(new Set(found.map(({ room_id }) => room_id)).size).toBe(100);
    expect(found.every(({ state, parts }) => state === "done" && parts === 1)).toBe(true);
    expect(web.model.requests.length + other.model.requests.length).toBe(100);
  });

  test("whose process is taken for dead before it said a word is heard from another; the first one's words are nowhere", async () => {
    const room = await roomWith({ bot });
    const gate = gated("I am a ghost.");
    // Either of the two may find that nobody works on it.
    web.model.scripts = [gate.script, saying("I am alive.")];
    await say(ana, room, "hello");
    await gate.begun;
    const [turn] = await turnsIn(world, room);
    const other = stage.another();
    other.model.scripts = [saying("I am alive.")];
    other.start();
    // The first one lives, and prolongs its claim from time to time.
    const takenForDead = () =>
      rows(world, world, sql`update app.jobs set claimed_until = now() - interval '1 minute'
        where payload ->> 'turn_id' = ${turn!.id} and attempts = 1`); // biome-ignore format: one write
    const [ended] = await until(async () => {
      await takenForDead();
      other.wake.advanced(world.tenantId);
      return turnsIn(world, room);
    }, over);
    gate.open();
    gate.open();
    expect(ended).toMatchObject({ id: turn!.id, state: "done", parts: 1 });
    const said = (await world.log()).filter(({ type, sender_id }) => type === "swp.room.message" && sender_id === bot.participant.id); // biome-ignore format: one list
    expect(said.map(({ content }) => (content as { body?: string }).body)).toEqual(["I am alive."]);
  });

  test("tells the room how much of what its model can read the prompt takes", async () => {
    const room = await roomWith({ bot });
    await say(ana, room, "hello");
    await settled(room, 1);
    const [frame] = await until(() => web.frames("swp.ai.context_usage"), (frames) => frames.length > 0); // biome-ignore format: one wait
    const [{ id }] = (await turnsIn(world, room)) as [StoredTurn];
    const own = { room_id: room, participant_id: bot.participant.id, turn_id: id };
    expect(frame).toEqual({ type: "swp.ai.context_usage", ...own, prompt_tokens: 10, context_window: 1_000 });
  });

  test("without tokens left this month says when it has some again", async () => {
    const room = await roomWith({ bot });
    await rows(world, world, sql`update app.ai_participants set monthly_token_cap = 0`);
    await say(ana, room, "hello");
    await settled(room, 1);
    const errors = (await world.log()).filter(({ type }) => type === "swp.model.error");
    expect(errors.map(({ content }) => content)).toMatchObject([
      { code: "SW_AI_BUDGET_EXCEEDED", message: "This month's AI budget is used up. It renews on 1 April." },
    ]);
    expect(web.model.requests).toEqual([]);
  });
});
