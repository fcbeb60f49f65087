import type { GatheredPrompt } from "#/server/ai/prompt/gather.ts";
import type { TurnHost } from "#/server/ai/turns/turn-host.ts";
import type { TurnRow } from "#/server/ai/turns/turn-row.ts";

/** What a model is asked in one step of a turn. */
export type Gathered = Pick<
  GatheredPrompt,
  "messages" | "tools" | "turnTools" | "promptTokens" | "contextWindow" | "model" | "sampling"
>;

export type Gather = (host: TurnHost, turn: TurnRow, options: { signal: AbortSignal }) => Promise<Gathered>;
