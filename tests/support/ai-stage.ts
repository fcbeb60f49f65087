import { sql } from "drizzle-orm";
import { hubNames } from "../../src/domain/stream/contract.ts";
import type { Plugin } from "../../src/server/ai/tools/plugin.ts";
import { PluginRegistry } from "../../src/server/ai/tools/registry.ts";
import { toolsFor } from "../../src/server/ai/tools/tools-for.ts";
import type { Gather } from "../../src/server/ai/turns/gathered.ts";
import { startTurns } from "../../src/server/ai/turns/start-turns.ts";
import type { TurnHost } from "../../src/server/ai/turns/turn-host.ts";
import type { TurnRow } from "../../src/server/ai/turns/turn-row.ts";
import { readConfig } from "../../src/server/config.ts";
import type { Context } from "../../src/server/database/context.ts";
import { LogWake } from "../../src/server/log/wake.ts";
import type { ChatPart, ChatRequest, Inference, ModelInfo } from "../../src/server/ports/inference/port.ts";
import { type Person, rows, type World } from "./world.ts";

export type Script = (request: ChatRequest, signal: AbortSignal) => AsyncIterable<ChatPart>;

/** A model that says what a test wrote for it: one script a call, the last one for all that follow. */
export class ScriptedModel implements Inference {
  readonly kind = "gateway";
  readonly requests: ChatRequest[] = [];
  scripts: Script[] = [];

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatPart> {
    this.requests.push(request);
    const script = this.scripts.length > 1 ? this.scripts.shift()! : this.scripts[0];
    if (script) yield* script(request, signal);
    else yield* saying("Hello.")(request, signal);
  }

  async models() {
    return [];
  }

  async embed() {
    return [];
  }
}

const stop: ChatPart = { kind: "end", reason: "stop" };
const usage: ChatPart = { kind: "usage", usage: { promptTokens: 10, completionTokens: 5 } };

export function saying(...texts: string[]): Script {
  return async function* () {
    for (const text of texts) yield { kind: "text", text };
    yield usage;
    yield stop;
  };
}

export function calling(...calls: { name: string; args: unknown }[]): Script {
  return async function* () {
    for (const [index, { name, args }] of calls.entries()) {
      yield { kind: "tool_call", call: { id: `call_${index}`, name, arguments: JSON.stringify(args) } };
    }
    yield { kind: "end", reason: "tool_calls" };
  };
}

/** Says its pieces one at a time, each when the test lets it: `await gate.open()` waits until the piece was taken. */
export function gated(...texts: string[]): { script: Script; open(): void; begun: Promise<void> } {
  let begin = () => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const waiting: (() => void)[] = [];
  let opened = 0;
  const script: Script = async function* (_, signal) {
    begin();
    for (const [index, text] of [...texts, null].entries()) {
      while (opened <= index && !signal.aborted) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
      if (signal.aborted) return;
      if (text !== null) yield { kind: "text", text };
    }
    yield usage;
    yield stop;
  };
  const open = () => {
    opened += 1;
    for (const wake of waiting.splice(0)) wake();
  };
  return { script, open, begun };
}

/** The words of the room's last message and nothing else: how prompts are made is tested elsewhere. */
export const plainGather: Gather = async (host, turn, { signal }) => {
  const turnTools = await toolsFor(host, turn, signal);
  return {
    messages: [{ role: "user", content: "hello" }],
    tools: turnTools.definitions,
    turnTools,
    promptTokens: 10,
    contextWindow: 1_000,
    model: testModel,
    sampling: { temperature: 0, max_tokens: 100 },
  };
};

const testModel: ModelInfo = {
  id: "test-model",
  name: "Test",
  contextWindow: 1_000,
  maxOutputTokens: 100,
  modality: "chat",
};

/** A process that makes AIs answer, beside others on the same database. */
export class AiProcess {
  readonly wake = new LogWake();
  readonly model = new ScriptedModel();
  readonly host: TurnHost & { wake: LogWake };
  /** Bodies that were posted to the hub. */
  readonly posted: { hub: string; frames: { frame: Record<string, unknown> }[] }[] = [];
  readonly #world: World;
  #stop: (() => Promise<void>) | null = null;

  constructor(world: World, plugins: readonly Plugin[] = [], hubShards = 1) {
    this.#world = world;
    this.host = {
      database: world.database,
      newId: world.newId,
      now: world.clock.now,
      wake: this.wake,
      plugins: new PluginRegistry(plugins),
      config: { ...readConfig({}), hubShards },
      gateways: { of: async () => this.model, modelFor: async () => testModel },
      party: {
        post: async (path, body) => {
          const hub = hubNames(world.tenantId, hubShards).find((name) => path.includes(`/${name}/`)) ?? path;
          this.posted.push({ hub, frames: (body as { frames: { frame: Record<string, unknown> }[] }).frames });
          return { status: 200, body: {} };
        },
      },
    };
  }

  start(gather: Gather = plainGather): void {
    this.#stop = startTurns(this.host, { gather });
    this.wake.advanced(this.#world.tenantId);
  }

  async end(): Promise<void> {
    this.wake.close();
    await this.#stop?.();
  }

  /** A person whose writes wake this process, as those of its own requests do. */
  as(person: Person): Context {
    return { ...person.ctx, advanced: (tenantId) => this.wake.advanced(tenantId) };
  }

  frames(type: string): Record<string, unknown>[] {
    return this.posted.flatMap(({ frames }) => frames.map(({ frame }) => frame)).filter((frame) => frame.type === type);
  }
}

export type StoredTurn = {
  id: string;
  state: TurnRow["state"];
  participant_id: string;
  asker_id: string;
  trigger_event_id: string;
  code: string | null;
  parts: number;
  chain_depth: number;
};

export function turnsIn(world: World, roomId: string): Promise<StoredTurn[]> {
  return rows<StoredTurn>(
    world,
    world,
    sql`select id, state, participant_id, asker_id, trigger_event_id, code, parts, chain_depth from app.ai_turns
      where room_id = ${roomId} order by created_at, id`,
  );
}
