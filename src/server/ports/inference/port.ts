/** A call of a tool as a model wrote it: `arguments` is its JSON text, which may be none. */
export type ModelToolCall = { readonly id: string; readonly name: string; readonly arguments: string };

export type ModelMessage =
  | { readonly role: "system" | "user"; readonly content: string; readonly name?: string }
  | { readonly role: "assistant"; readonly content: string; readonly toolCalls?: readonly ModelToolCall[] }
  | { readonly role: "tool"; readonly toolCallId: string; readonly content: string };

/** A tool in the form of function calling: `parameters` is a JSON schema of an object. */
export type ModelTool = {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};

export type ChatRequest = {
  readonly model: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly reasoningEffort?: "low" | "medium" | "high" | undefined;
};

export type Usage = { readonly promptTokens: number; readonly completionTokens: number };

/**
 * What a model answers, in order: text as it comes, each call of a tool once it is whole, the usage if the gateway tells
 * it, and always one `end` last. A stream that stops without an `end` has failed.
 */
export type ChatPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "tool_call"; readonly call: ModelToolCall }
  | { readonly kind: "usage"; readonly usage: Usage }
  | { readonly kind: "end"; readonly reason: "stop" | "length" | "tool_calls" | "filtered" };

export type ModelInfo = {
  readonly id: string;
  readonly name: string;
  /** In tokens; null when the gateway does not tell. */
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
  readonly modality: "chat" | "embedding" | "other";
};

/** Where models are: the demo model in this process, or a gateway that speaks OpenAI's wire. */
export type Inference = {
  readonly kind: "demo" | "gateway";
  /** Ends silently when `signal` aborts. Throws `InferenceError` for everything else that goes wrong. */
  chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatPart>;
  models(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /** One vector per text, in order. */
  embed(model: string, texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly number[])[]>;
};

export type InferenceErrorCode =
  | "SW_AI_NO_TOKEN"
  | "SW_AI_MODEL_NOT_FOUND"
  | "SW_AI_UNAVAILABLE"
  | "SW_AI_RATE_LIMITED"
  | "SW_AI_REFUSED"
  | "SW_AI_CONNECTION_LOST";

/** Why a model did not answer. `detail` is one sentence for people, without secrets or addresses. */
export class InferenceError extends Error {
  override readonly name = "InferenceError";
  readonly code: InferenceErrorCode;
  readonly retryable: boolean;
  /** Seconds after which the gateway wants to be asked again. */
  readonly retryAfter: number | undefined;

  constructor(
    code: InferenceErrorCode,
    detail: string,
    options: { retryable: boolean; retryAfter?: number | undefined; cause?: unknown },
  ) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
    this.retryAfter = options.retryAfter;
  }
}
