import { afterAll, beforeAll, beforeEach } from "vitest";
import { decideCall } from "../../src/server/ai/approvals.ts";
import { calculator } from "../../src/server/ai/tools/builtin/calculator.ts";
import { memory } from "../../src/server/ai/tools/builtin/memory.ts";
import { notes } from "../../src/server/ai/tools/builtin/notes.ts";
import { reminders } from "../../src/server/ai/tools/builtin/reminders.ts";
import { room } from "../../src/server/ai/tools/builtin/room.ts";
import { rooms } from "../../src/server/ai/tools/builtin/rooms.ts";
import { search } from "../../src/server/ai/tools/builtin/search.ts";
import { todos } from "../../src/server/ai/tools/builtin/todos.ts";
import type { ToolHost } from "../../src/server/ai/tools/host.ts";
import { callsOfTurn } from "../../src/server/ai/tools/read-calls.ts";
import { runCalls } from "../../src/server/ai/tools/run-calls.ts";
import { read } from "../../src/server/database/transact.ts";
import { listMessages } from "../../src/server/messages/list-messages.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import { createDm } from "../../src/server/rooms/create-dm.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { addAi, bringIn, request, startTurn, toolHost } from "./ai-world.ts";
import { makeWorld, type Person, type World } from "./world.ts";

const builtin = [calculator, memory, search, room, rooms, reminders, notes, todos];
const allowed = [...builtin.map(({ manifest }) => manifest.id), "scaiwave.web", "scaiwave.helpers"];

export type CallPlace = { roomId?: string; asker?: Person; approver?: Person };

/** An AI with the built-in tools: alone with Ana in `dm`, with her and Ben in `shared`, and beside a public room. */
export class BuiltinStage {
  world!: World;
  ana!: Person;
  ben!: Person;
  bot!: Person;
  dm!: string;
  shared!: string;
  open!: string;
  host!: ToolHost;

  async set(): Promise<void> {
    this.world = await makeWorld();
    [this.ana, this.ben] = [await this.world.person("ana"), await this.world.person("ben")];
    this.bot = await addAi(this.world, "bot", { plugins: allowed });
    const { ana, ben, bot, world } = this;
    this.dm = (await createDm(ana.ctx, { participant_id: bot.participant.id })).id;
    this.shared = (await createRoom(ana.ctx, { name: "Launch", topic: "The launch" })).id;
    this.open = (await createRoom(ana.ctx, { name: "Town", room_type: "public" })).id;
    const own = (await createRoom(ana.ctx, { name: "Ana's own" })).id;
    await bringIn(world, ana, this.shared, ben, bot);
    await bringIn(world, ana, own, bot);
    await this.say(own, "the falcon costs 100% more, secretly");
    await this.say(this.shared, "the falcon flies on Monday", ben);
    await this.say(this.open, "everybody loves the falcon");
  }

  begin(): void {
    this.host = toolHost(this.world, builtin);
  }

  say(roomId: string, body: string, who = this.ana) {
    return sendMessage(who.ctx, { room_id: roomId, content: { body } });
  }

  /** Calls a tool as an AI does in a turn that `asker` began, with a person's approval where one is needed. */
  async call(name: string, args: object, place: CallPlace = {}) {
    const { roomId = this.dm, asker = this.ana, approver = asker } = place;
    const turn = await startTurn(this.world, { ai: this.bot, asker, roomId });
    const { calls } = await request(this.host, turn, { name, args });
    if (calls[0]!.state === "waiting") {
      await decideCall(approver.ctx, async () => [], { room_id: roomId, call_id: calls[0]!.id, decision: "once" });
    }
    await runCalls(this.host, turn, new AbortController().signal);
    const [done] = await read(this.world.database, turn.tenantId, (tx) => callsOfTurn(tx, turn.id));
    return { ...done!.call, result: done!.call.result ?? "" };
  }

  async said(roomId: string) {
    return (await listMessages(this.ana.ctx, { room_id: roomId, limit: 200, direction: "back" })).messages;
  }
}

/** One for all tests of a file. */
export function setBuiltinStage(): BuiltinStage {
  const stage = new BuiltinStage();
  beforeAll(() => stage.set());
  beforeEach(() => stage.begin());
  afterAll(() => stage.world.drop());
  return stage;
}
