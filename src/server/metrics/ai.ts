import { Counter, Histogram } from "prom-client";
import { metrics } from "#/server/metrics/registry.ts";

function makeAiMetrics() {
  const registers = [metrics().registry];
  return {
    tokens: new Counter({
      name: "scaiwave_ai_tokens_total",
      help: "Tokens of models' prompts and answers, as told by the gateway or else estimated.",
      labelNames: ["kind"],
      registers,
    }),
    firstChunk: new Histogram({
      name: "scaiwave_ai_first_chunk_seconds",
      help: "From the question to a model to the first words of its answer.",
      buckets: [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32],
      registers,
    }),
    turns: new Counter({
      name: "scaiwave_ai_turns_total",
      help: "Turns of AIs that this process ended, by how they ended.",
      labelNames: ["state"],
      registers,
    }),
  };
}

// The web build bundles this module more than once; the process still has one of each.
const key = Symbol.for("scaiwave.ai-metrics");
const holder = globalThis as { [key]?: ReturnType<typeof makeAiMetrics> };

function aiMetrics(): ReturnType<typeof makeAiMetrics> {
  holder[key] ??= makeAiMetrics();
  return holder[key];
}

export function countTokens({
  promptTokens,
  completionTokens,
}: {
  promptTokens: number;
  completionTokens: number;
}): void {
  aiMetrics().tokens.inc({ kind: "prompt" }, Math.max(0, promptTokens));
  aiMetrics().tokens.inc({ kind: "completion" }, Math.max(0, completionTokens));
}

export function noteFirstChunk(seconds: number): void {
  aiMetrics().firstChunk.observe(seconds);
}

/** `state` is one of the ends of a turn. */
export function countTurn(state: string): void {
  aiMetrics().turns.inc({ state });
}
