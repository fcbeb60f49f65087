import type { IncomingMessage } from "node:http";
import type { EventSourceMessage } from "eventsource-parser";
import { ChatAnswer, isRecord, NotAnAnswer } from "#/server/ports/inference/chat-answer.ts";
import { chatBody } from "#/server/ports/inference/chat-body.ts";
import { at, type Reach } from "#/server/ports/inference/gateway-address.ts";
import { faultOf, toldError } from "#/server/ports/inference/gateway-fault.ts";
import { send } from "#/server/ports/inference/gateway-http.ts";
import { listModels } from "#/server/ports/inference/gateway-models.ts";
import { eventsOf, jsonOf, parsed } from "#/server/ports/inference/gateway-stream.ts";
import { type GatewayLimits, gatewayLimits, Patience } from "#/server/ports/inference/patience.ts";
import { type ChatPart, type ChatRequest, type Inference, InferenceError } from "#/server/ports/inference/port.ts";

export type GatewayOptions = {
  /** As `gatewayBase` answers it. */
  readonly base: URL;
  readonly reach: Reach;
  /** What goes out as the bearer; null for a gateway that asks for none. */
  readonly token: (signal: AbortSignal) => Promise<string | null>;
  /** The gateway refused that bearer. */
  readonly onRefused?: () => void;
  readonly limits?: Partial<GatewayLimits>;
};

/** Texts of one request; gateways refuse far longer lists. */
const embedBatch = 128;

/** A gateway that speaks OpenAI's wire: ScaiGrid, or any other. */
export class OpenAiGateway implements Inference {
  readonly kind = "gateway";
  readonly #options: GatewayOptions;
  readonly #limits: GatewayLimits;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#limits = { ...gatewayLimits, ...options.limits };
  }

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatPart> {
    if (signal.aborted) return;
    const patience = new Patience(signal, this.#limits);
    const answer = new ChatAnswer();
    try {
      const body = await this.#open("chat/completions", patience, chatBody(request), "text/event-stream");
      try {
        yield* this.#partsOf(body, answer, patience);
      } catch (error) {
        // The words are all there; only the end of the connection is not.
        if (signal.aborted || error instanceof InferenceError || !answer.finished) throw error;
      }
      if (!signal.aborted) yield* answer.rest();
    } catch (error) {
      if (signal.aborted) return;
      throw this.#fault(error, answer.began, patience);
    } finally {
      patience.end();
    }
  }

  models(signal: AbortSignal) {
    return this.#whole(signal, (patience) =>
      listModels(this.#options.base, (url) => this.#json(url, patience, undefined)),
    );
  }

  async embed(model: string, texts: readonly string[], signal: AbortSignal): Promise<number[][]> {
    const vectors: number[][] = [];
    for (let from = 0; from < texts.length; from += embedBatch) {
      const input = texts.slice(from, from + embedBatch);
      // Left to itself, a gateway may answer in base64, which another reads as no vector at all.
      const body = JSON.stringify({ model, input, encoding_format: "float" });
      const json = await this.#whole(signal, (patience) =>
        this.#json(at(this.#options.base, "embeddings"), patience, body),
      );
      vectors.push(...vectorsOf(json, input.length));
    }
    return vectors;
  }

  async #whole<T>(signal: AbortSignal, work: (patience: Patience) => Promise<T>): Promise<T> {
    const patience = new Patience(signal, { ...this.#limits, totalMs: this.#limits.idleMs });
    try {
      return await work(patience);
    } catch (error) {
      signal.throwIfAborted();
      throw this.#fault(error, false, patience);
    } finally {
      patience.end();
    }
  }

  async #json(url: URL, patience: Patience, body: string | undefined): Promise<unknown> {
    const response = await this.#open(url, patience, body, "application/json");
    const json = await jsonOf(response, this.#limits.maxJsonBytes);
    const error = toldError(json);
    if (error) throw faultOf(null, error, response.headers);
    if (json === undefined) throw new NotAnAnswer();
    return json;
  }

  /** Answers once the gateway said yes. */
  async #open(where: URL | string, patience: Patience, body: string | undefined, accept: string) {
    const { base, reach, token, onRefused } = this.#options;
    const bearer = await token(patience.signal);
    const url = typeof where === "string" ? at(base, where) : where;
    const headers = {
      accept,
      "user-agent": "ScaiWave",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    };
    const method = body === undefined ? "GET" : "POST";
    const response = await send(url, { method, headers, body, reach }, patience.signal);
    patience.heard(this.#limits.idleMs);
    const packed = response.headers["content-encoding"];
    if (packed !== undefined && packed !== "identity") throw new NotAnAnswer();
    if (response.statusCode === 200) return response;
    if (response.statusCode === 401) onRefused?.();
    const error = toldError(await jsonOf(response, 65_536).catch(() => undefined));
    throw faultOf(response.statusCode ?? 500, error, response.headers);
  }

  async *#partsOf(body: IncomingMessage, answer: ChatAnswer, patience: Patience): AsyncGenerator<ChatPart> {
    if (/\bjson\b/i.test(body.headers["content-type"] ?? "")) {
      // This gateway does not stream: the answer comes whole.
      const text = takeChunk(answer, await jsonOf(body, this.#limits.maxJsonBytes));
      if (text) yield { kind: "text", text };
      return;
    }
    const idleMs = () => (answer.finished ? this.#limits.afterwordMs : this.#limits.idleMs);
    for await (const events of eventsOf(body, patience, this.#limits, idleMs)) {
      const { text, ends, fault } = takeEvents(answer, events);
      if (text) yield { kind: "text", text };
      if (fault !== undefined) throw fault;
      if (ends) return;
    }
    if (!answer.finished) throw new NotAnAnswer();
  }

  #fault(error: unknown, began: boolean, patience: Patience): InferenceError {
    if (error instanceof InferenceError) {
      const lost = began && error.code === "SW_AI_UNAVAILABLE";
      return lost ? lostInTheMiddle(error) : error;
    }
    if (began) return lostInTheMiddle(error);
    const detail =
      error instanceof NotAnAnswer
        ? "The AI gateway answered with something that is not an answer."
        : patience.lost
          ? "The AI gateway didn't answer in time."
          : "The AI gateway can't be reached.";
    return new InferenceError("SW_AI_UNAVAILABLE", detail, { retryable: true, cause: error });
  }
}

function lostInTheMiddle(cause: unknown): InferenceError {
  const detail = "The connection to the AI was lost in the middle of its answer.";
  return new InferenceError("SW_AI_CONNECTION_LOST", detail, { retryable: true, cause });
}

/**
 * One text for all that came at once: frames are fewer and nothing waits. What came before a `fault` was said all the same.
 */
function takeEvents(answer: ChatAnswer, events: readonly EventSourceMessage[]) {
  let text = "";
  try {
    for (const { event, data } of events) {
      if (data.trim() === "[DONE]") return { text, ends: true };
      if (event === "error") throw faultOf(null, errorIn(parsed(data)));
      text += takeChunk(answer, parsed(data));
    }
    return { text, ends: false };
  } catch (fault) {
    return { text, ends: false, fault };
  }
}

function takeChunk(answer: ChatAnswer, chunk: unknown): string {
  const error = toldError(chunk);
  if (error) throw faultOf(null, error);
  return answer.take(chunk);
}

/** `{code, message}` itself, or within `error`. */
function errorIn(json: unknown): Record<string, unknown> | undefined {
  return toldError(json) ?? (isRecord(json) ? json : undefined);
}

function vectorsOf(json: unknown, count: number): number[][] {
  const data = isRecord(json) ? json.data : undefined;
  // ScaiGrid's own wire has the list one envelope further in.
  const list: unknown = isRecord(data) ? data.data : data;
  const vectors: number[][] = [];
  for (const [at, entry] of (Array.isArray(list) ? list : []).entries()) {
    const { index = at, embedding } = isRecord(entry) ? entry : {};
    if (Number.isSafeInteger(index) && isVector(embedding)) vectors[index as number] = embedding;
  }
  const size = vectors[0]?.length ?? 0;
  const whole = vectors.length === count && size > 0 && Array.from(vectors).every((vector) => vector?.length === size);
  if (!whole) {
    const detail = "The AI gateway answered with something that is not a vector for each text.";
    throw new InferenceError("SW_AI_UNAVAILABLE", detail, { retryable: true });
  }
  return vectors;
}

const maxDimensions = 16_384;

function isVector(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= maxDimensions && value.every((number) => Number.isFinite(number));
}
