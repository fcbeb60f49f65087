import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { beginRun } from "#/server/ai/turns/begin-run.ts";
import { endTurn } from "#/server/ai/turns/end-turn.ts";
import { recoverTurns } from "#/server/ai/turns/recover-turns.ts";
import { queueTurn } from "#/server/ai/turns/start-turn.ts";
import { writeChunks } from "#/server/ai/turns/write-chunks.ts";
import { transact } from "#/server/database/transact.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { until } from "../../../../party/testing/until.ts";
import { AiProcess, turnsIn } from "../../../../tests/support/ai-stage.ts";
import { addAi } from "../../../../tests/support/ai-world.ts";
import { makeWorld, type Person, rows, type World } from "../../../../tests/support/world.ts";

let world: World;
let ana: Person;
let web: AiProcess;
let made = 0;
let roomId: string;
let botId: string;

beforeAll(async () => {
  world = await makeWorld();
  ana = await world.person("ana");
  // Never started: these tests are the worker.
  web = new AiProcess(world);
});
afterAll(() => world.drop());
beforeEach(async () => {
  made += 1;
  botId = (await addAi(world, `bot${made}`)).participant.id;
  roomId = (await createDm(ana.ctx, { participant_id: botId })).id;
});

async function queued(): Promise<string> {
  const trigger = await sendMessage(ana.ctx, { room_id: roomId, content: { body: "hi" } });
  return transact(world.database, world.tenantId, world.clock.now(), async (tx) => {
    const { turn, events } = await queueTurn(tx, web.host, {
      roomId,
      threadRootId: null,
      participantId: botId,
      askerId: ana.participant.id,
      triggerEventId: trigger.id,
      responseMode: "streaming",
      chainDepth: 0,
    });
    return tx.emit(events, () => turn.id);
  });
}
const begin = (id: string, stretch = 1) => beginRun(web.host, world.tenantId, id, stretch);
const end = (id: string) =>
  transact(world.database, world.tenantId, world.clock.now(), async (tx) => {
    const ended = await endTurn(tx, web.host, id, { state: "cancelled" });
    return tx.emit(ended.events, () => ended.turn);
  });
const write = (id: string, attempt: number, text: string) =>
  writeChunks(web.host, world.tenantId, [{ turn_id: id, attempt, text_offset: 0, step: 1, text }], []);
const stateOf = async (id: string) => (await turnsIn(world, roomId)).find((turn) => turn.id === id)!.state;
const jobsOf = (id: string) =>
  rows<{ stretch: number }>(
    world,
    world,
    sql`select (payload ->> 'stretch')::int as stretch from app.jobs where payload ->> 'turn_id' = ${id} order by id`,
  );

describe("a run of a turn", () => {
  test("whose process died before it said anything is taken up; the dead one writes nothing more", async () => {
    const id = await queued();
    const first = await begin(id);
    const second = await begin(id);
    expect(second!.turn.attempt).toBeGreaterThan(first!.turn.attempt);
    const late = await write(id, first!.turn.attempt, "ghost");
    expect([late.written.size, late.over.has(id)]).toEqual([0, true]);
    expect((await write(id, second!.turn.attempt, "alive")).written.has(id)).toBe(true);
  });

  test("whose process died while it spoke is interrupted with what it said, and not taken up", async () => {
    const id = await queued();
    const { turn } = (await begin(id))!;
    await write(id, turn.attempt, "Half a");
    expect(await begin(id)).toBeNull();
    expect(await stateOf(id)).toBe("interrupted");
    const said = (await world.log()).filter(
      ({ type, sender_id }) => type === "swp.room.message" && sender_id === botId,
    );
    expect(said.map(({ content }) => content)).toMatchObject([
      { body: "Half a", ai: { end: "interrupted", offset: 0 } },
    ]);
    expect(await begin(id)).toBeNull();
  });

  test("is not begun once it was ended, nor for a stretch that is not its own", async () => {
    const id = await queued();
    expect(await begin(id, 2)).toBeNull();
    await end(id);
    expect(await begin(id)).toBeNull();
    expect(await end(id)).toBeNull();
  });

  test("waits for the one that is at work in its room, and is started by its end", async () => {
    const first = await queued();
    await begin(first);
    const second = await queued();
    expect(await jobsOf(second)).toEqual([]);
    expect(await begin(second)).toBeNull();
    expect(await stateOf(second)).toBe("queued");
    await end(first);
    expect(await jobsOf(second)).toEqual([{ stretch: 1 }]);
    expect((await begin(second))!.turn.state).toBe("running");
  });

  test("that nobody works on any more is found by the clock", async () => {
    const running = await queued();
    await begin(running);
    await rows(world, world, sql`delete from app.jobs where payload ->> 'turn_id' = ${running}`);
    expect(await recoverTurns(web.host, new AbortController().signal)).toBe(0);
    world.clock.advance(61_000);
    expect(await recoverTurns(web.host, new AbortController().signal)).toBeGreaterThan(0);
    expect(await stateOf(running)).toBe("interrupted");
  });
});

test("an AI without tokens says so, and the model is not asked", async () => {
  const live = new AiProcess(world);
  live.start();
  await rows(world, world, sql`update app.ai_participants set monthly_token_cap = 0 where participant_id = ${botId}`);
  await sendMessage(live.as(ana), { room_id: roomId, content: { body: "hi" } });
  const [turn] = await until(() => turnsIn(world, roomId), (found) => found[0]?.state === "failed"); // biome-ignore format: one wait
  expect(turn).toMatchObject({ code: "SW_AI_BUDGET_EXCEEDED", parts: 0 });
  // What the tests before left behind is answered too; of this turn no model was asked.
  expect(await rows(world, world, sql`select from app.ai_invocations where turn_id = ${turn!.id}`)).toEqual([]);
  await live.end();
});
