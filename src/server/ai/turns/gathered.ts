import type { Sampling } from "#/domain/ai/schema.ts";
import type { TurnHost } from "#/server/ai/turns/turn-host.ts";
import type { TurnRow } from "#/server/ai/turns/turn-row.ts";
import type { ModelMessage, ModelTool } from "#/server/ports/inference/port.ts";

/** What a model is asked in one step of a turn. */
export type Gathered = {
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  readonly promptTokens: number;
  readonly contextWindow: number;
  readonly model: string;
  readonly sampling: Sampling;
};

export type Gather = (host: TurnHost, turn: TurnRow, options: { signal: AbortSignal }) => Promise<Gathered>;
