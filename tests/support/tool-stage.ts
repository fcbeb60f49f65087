import type { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import type { ToolCall } from "../../src/domain/ai/schema.ts";
import { decideCall } from "../../src/server/ai/approvals.ts";
import type { ToolHost, TurnRef } from "../../src/server/ai/tools/host.ts";
import type { PluginContext } from "../../src/server/ai/tools/plugin.ts";
import { callsOfTurn } from "../../src/server/ai/tools/read-calls.ts";
import { runCalls } from "../../src/server/ai/tools/run-calls.ts";
import { type TurnTools, toolsFor } from "../../src/server/ai/tools/tools-for.ts";
import { read } from "../../src/server/database/transact.ts";
import { createRoom } from "../../src/server/rooms/create-room.ts";
import { addAi, bringIn, pluginOf, request, startTurn, toolHost } from "./ai-world.ts";
import { makeWorld, type Person, rows, type World } from "./world.ts";

const never = new AbortController().signal;

/**
 * A room of Ana's with Ben and an AI that has two tools: `echo`, which only tells, and `shout`, which has effects. Before
 * each test Ben asks the AI something, and `turn` is its answer at work.
 */
export class ToolStage {
  world!: World;
  ana!: Person;
  ben!: Person;
  bot!: Person;
  roomId!: string;
  host!: ToolHost;
  turn!: TurnRef;
  /** What the tools were called with. */
  readonly ran = vi.fn<(tool: string, args: unknown, ctx: PluginContext, key: string) => unknown>();
  readonly resume = vi.fn(async () => []);
  readonly echo = pluginOf("echo", async (tool, args, ctx, key) => {
    await this.ran(tool, args, ctx, key);
    return `said ${String(args.text)}`;
  });
  readonly shout = pluginOf(
    "shout",
    async (tool, args, ctx, key) => {
      await this.ran(tool, args, ctx, key);
      return "shouted";
    },
    { sideEffects: true },
  );
  readonly plugins = [this.echo, this.shout];

  async set(): Promise<void> {
    this.world = await makeWorld();
    [this.ana, this.ben] = [await this.world.person("ana"), await this.world.person("ben")];
    const plugins = ["test.echo", "test.shout", "test.slow", "test.flood", "test.bad"];
    this.bot = await addAi(this.world, "bot", { plugins });
    this.roomId = (await createRoom(this.ana.ctx, { name: "talk" })).id;
    await bringIn(this.world, this.ana, this.roomId, this.ben, this.bot);
  }

  async begin(): Promise<void> {
    this.ran.mockReset();
    this.resume.mockClear();
    this.host = toolHost(this.world, this.plugins);
    await this.ask(this.ben);
  }

  /** Somebody asks the AI anew. */
  async ask(asker: Person, roomId = this.roomId): Promise<void> {
    this.turn = await startTurn(this.world, { ai: this.bot, asker, roomId });
  }

  request(...calls: { name: string; args: unknown; id?: string }[]) {
    return request(this.host, this.turn, ...calls);
  }

  tools(): Promise<TurnTools> {
    return toolsFor(this.host, this.turn, never);
  }

  run(signal: AbortSignal = never, timeoutMs?: number): Promise<void> {
    return runCalls(this.host, this.turn, signal, timeoutMs);
  }

  async calls(): Promise<ToolCall[]> {
    const { tenantId, id } = this.turn;
    return (await read(this.world.database, tenantId, (tx) => callsOfTurn(tx, id))).map(({ call }) => call);
  }

  decide(who: Person, call: ToolCall, decision: "once" | "always" | "deny" = "once", roomId = this.roomId) {
    return decideCall(who.ctx, this.resume, { room_id: roomId, call_id: call.id, decision });
  }

  update(statement: ReturnType<typeof sql>) {
    return rows(this.world, this.world, statement);
  }
}

/** One for all tests of a file. */
export function setToolStage(): ToolStage {
  const stage = new ToolStage();
  beforeAll(() => stage.set());
  beforeEach(() => stage.begin());
  afterAll(() => stage.world.drop());
  return stage;
}
