import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SwError } from "#/domain/errors.ts";
import { setEngagement } from "#/server/ai/set-room-settings.ts";
import { endTurn } from "#/server/ai/turns/end-turn.ts";
import { sayText } from "#/server/ai/turns/say-text.ts";
import { queueTurn } from "#/server/ai/turns/start-turn.ts";
import { stopTurns } from "#/server/ai/turns/stop-turns.ts";
import { lockPlace, lockRunning } from "#/server/ai/turns/turn-row.ts";
import { type Outcome, transact, type Writer } from "#/server/database/transact.ts";
import { sendMessage } from "#/server/messages/send-message.ts";
import { seeRoom } from "#/server/rooms/access.ts";
import { setAlias } from "#/server/rooms/change-room.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { deleteRoom } from "#/server/rooms/room-state.ts";
import { until } from "../../../../party/testing/until.ts";
import { AiProcess, saying, turnsIn } from "../../../../tests/support/ai-stage.ts";
import { addAi, bringIn, startTurn } from "../../../../tests/support/ai-world.ts";
import { findWord } from "../../../../tests/support/find-word.ts";
import { makeWorld, type Person, rows, type World } from "../../../../tests/support/world.ts";

// A room with an address is the hard case: to take its address away is to change a key of its row, which waits for
// everybody who writes a row of the room, and which they all wait for.

let world: World;
let ana: Person;
let ben: Person;
let bot: Person;
let bob: Person;
let web: AiProcess;
let room_id: string;
let made = 0;

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben] = [await world.person("ana"), await world.person("ben")];
  [bot, bob] = [await addAi(world, "bot"), await addAi(world, "bob")];
  web = new AiProcess(world);
});
afterAll(async () => {
  await web.end();
  await world.drop();
});
beforeEach(async () => {
  room_id = await addressed();
});

async function addressed(): Promise<string> {
  made += 1;
  const room_alias = `talk-${made}`;
  const { id } = await createRoom(ana.ctx, { name: "talk" });
  await bringIn(world, ana, id, ben, bot, bob);
  await setAlias(ana.ctx, { room_id: id, room_alias });
  return id;
}

/** Does the first half of a write, has the room deleted meanwhile until that waits or is done, and does the second half. */
async function whileDeleted<F, T>(
  first: (tx: Writer) => Promise<F>,
  second: (tx: Writer, of: F) => Promise<Outcome<T>>,
) {
  const [reached, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const writing = transact(world.database, world.tenantId, world.clock.now(), async (tx) => {
    const half = await first(tx);
    reached.resolve();
    await mayGoOn.promise;
    return second(tx, half);
  });
  await Promise.race([reached.promise, writing]);
  let done = false;
  const deleting = deleteRoom(ana.ctx, { room_id }).finally(() => (done = true));
  const blocked = () =>
    world.owner`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const settled = async () => done || (await blocked()).length > 0;
  await until(settled, (either) => either);
  const waited = !done;
  mayGoOn.resolve();
  const [answer] = await Promise.all([writing, deleting]);
  return { answer, waited };
}

const states = async () => (await turnsIn(world, room_id)).map(({ state }) => state);
const running = async (ai: Person) => {
  const { id } = await startTurn(world, { ai, asker: ben, roomId: room_id });
  return { id, roomId: room_id, attempt: 1 };
};

describe("a room that is deleted", () => {
  test("waits for who begins an answer of one AI there and ends that of another", async () => {
    const trigger = await sendMessage(ben.ctx, { room_id, content: { body: "hi" } });
    const other = await running(bob);
    const { waited } = await whileDeleted(
      async (tx) => {
        await lockPlace(tx, room_id, bot.participant.id);
        return queueTurn(tx, web.host, {
          roomId: room_id, threadRootId: null, participantId: bot.participant.id, askerId: ben.participant.id,
          triggerEventId: trigger.id, responseMode: "streaming", chainDepth: 0,
        }); // biome-ignore format: one turn
      },
      async (tx, { events }) => {
        const ended = await endTurn(tx, web.host, other.id, { state: "cancelled" });
        return tx.emit([...events, ...ended.events], () => undefined);
      },
    );
    expect(waited).toBe(true);
    expect(await states()).toEqual(["cancelled", "cancelled"]);
  });

  test("waits for an answer in the middle of a paragraph, and forgets the paragraph with the rest", async () => {
    const turn = await running(bot);
    const { waited } = await whileDeleted(
      (tx) => lockRunning(tx, turn),
      async (tx, row) => tx.emit((await sayText(tx, web.host, row!, "half an ocelot"))!.events, () => undefined),
    );
    expect(waited).toBe(true);
    expect(await states()).toEqual(["cancelled"]);
    expect(await findWord(world, "ocelot")).toEqual([]);
  });

  test("does not wait for who only holds their own membership, and then finds nothing to decide any more", async () => {
    const turn = await running(bot);
    const { waited } = await whileDeleted(
      (tx) => seeRoom(tx, ben.ctx.actor, room_id),
      async (tx) => {
        const found = await lockRunning(tx, turn);
        expect(found).toBeUndefined();
        return tx.emit([], () => undefined);
      },
    );
    expect(waited).toBe(false);
  });

  test("among people who write and stop, and AIs that answer, leaves no two that wait for each other", async () => {
    web.model.scripts = [saying("One. ", "\n\n", "Two.")];
    web.start();
    const rooms = await Promise.all(Array.from({ length: 8 }, () => addressed()));
    const failed: unknown[] = [];
    const kept = (act: Promise<unknown>) => act.catch((error) => failed.push(error));
    await Promise.all(
      rooms.map(async (id) => {
        await setEngagement(ana.ctx, true, { room_id: id, mode: "always" });
        const say = (who: Person, body: string) => kept(sendMessage(web.as(who), { room_id: id, content: { body } }));
        await say(ana, "@bot @bob hello");
        await Promise.all([
          say(ben, "and hello"),
          kept(stopTurns(web.as(ana), web.host, { room_id: id })),
          say(ana, "once more"),
          kept(deleteRoom(web.as(ana), { room_id: id })),
          say(ben, "anybody?"),
        ]);
      }),
    );
    expect(failed.filter((error) => !(error instanceof SwError))).toEqual([]);
    const left = () =>
      rows(world, world, sql`select from app.ai_turns t join app.rooms r on r.id = t.room_id
        where r.deleted_at is not null and t.state in ('queued', 'running', 'waiting')`); // biome-ignore format: one query
    await until(left, (turns) => turns.length === 0);
    const gone = await rows(
      world,
      world,
      sql`select from app.rooms where deleted_at is not null and room_alias is null`,
    );
    expect(gone.length).toBeGreaterThanOrEqual(rooms.length);
  });
});
