import type { ChatPart, ModelToolCall, Usage } from "#/server/ports/inference/port.ts";

type EndReason = Extract<ChatPart, { kind: "end" }>["reason"];

/** Far more than a turn carries out; beyond it an answer is nonsense. */
const maxCalls = 1_024;
const maxName = 128;
const maxCallId = 128;

/** The answer is not what the wire says it should be. */
export class NotAnAnswer extends Error {}

type Growing = { id: string; name: string; arguments: string };

/** Puts the pieces of one streamed answer together: text goes on as it comes, calls of tools once they are whole. */
export class ChatAnswer {
  readonly #calls = new Map<number, Growing>();
  #lastCall = -1;
  #held = "";
  #usage: Usage | undefined;
  #reason: EndReason | undefined;

  /** Something of the answer has come. */
  began = false;

  /** The model said that it ended; usage may still follow. */
  get finished(): boolean {
    return this.#reason !== undefined;
  }

  /** Takes one chunk (or a whole answer, with `message` instead of `delta`); answers the text that can go on. */
  take(chunk: unknown): string {
    if (!isRecord(chunk)) throw new NotAnAnswer();
    this.#usage = usageOf(chunk.usage) ?? this.#usage;
    const { choices } = chunk;
    if (choices === undefined && !isRecord(chunk.usage)) throw new NotAnAnswer();
    const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
    if (!isRecord(choice)) return "";
    const delta = isRecord(choice.delta) ? choice.delta : choice.message;
    const text = isRecord(delta) ? this.#takeDelta(delta) : "";
    if (typeof choice.finish_reason === "string") this.#reason = reasonOf(choice.finish_reason);
    return text;
  }

  /** What is left to tell at the end of an answer. */
  *rest(): Generator<ChatPart> {
    if (this.#held) yield { kind: "text", text: this.#held.toWellFormed() };
    const calls = [...this.#calls].sort(([a], [b]) => a - b).map(([, call]) => call);
    // Of an answer that was cut off, the last call may be half of what was meant.
    const whole = this.#reason === "length" || this.#reason === "filtered" ? [] : distinct(calls);
    for (const call of whole) yield { kind: "tool_call", call };
    if (this.#usage) yield { kind: "usage", usage: this.#usage };
    const reason = this.#reason ?? "stop";
    yield { kind: "end", reason: whole.length > 0 ? "tool_calls" : reason === "tool_calls" ? "stop" : reason };
  }

  #takeDelta(delta: Record<string, unknown>): string {
    const { tool_calls: calls } = delta;
    if (Array.isArray(calls)) for (const [at, call] of calls.entries()) this.#takeCall(call, at);
    const said = this.#held + textOf(delta.content) + textOf(delta.refusal);
    if (said || Array.isArray(calls)) this.began = true;
    // Half of a surrogate pair waits for the other half: a gateway cuts wherever its tokens end.
    const cut = /[\uD800-\uDBFF]$/.test(said) ? said.length - 1 : said.length;
    this.#held = said.slice(cut);
    return said.slice(0, cut).replaceAll("\u0000", "").toWellFormed();
  }

  #takeCall(part: unknown, at: number): void {
    if (!isRecord(part)) throw new NotAnAnswer();
    const told = isRecord(part.function) ? part.function : {};
    const id = typeof part.id === "string" ? part.id : "";
    const call = this.#callAt(this.#indexOf(part.index, id, at));
    call.id ||= id.slice(0, maxCallId);
    if (typeof told.name === "string") call.name ||= told.name.slice(0, maxName).toWellFormed();
    const args = told.arguments;
    if (typeof args === "string") call.arguments += args;
    else if (isRecord(args)) call.arguments += JSON.stringify(args);
  }

  /** Some gateways tell no index: then another id begins another call. */
  #indexOf(told: unknown, id: string, at: number): number {
    if (Number.isSafeInteger(told) && (told as number) >= 0) return told as number;
    const last = this.#calls.get(this.#lastCall);
    if (id === "" && last) return this.#lastCall;
    for (const [index, call] of this.#calls) if (id !== "" && call.id === id) return index;
    return Math.max(this.#lastCall + 1, at);
  }

  #callAt(index: number): Growing {
    const known = this.#calls.get(index) ?? { id: "", name: "", arguments: "" };
    this.#calls.set(index, known);
    if (this.#calls.size > maxCalls) throw new NotAnAnswer();
    this.#lastCall = Math.max(this.#lastCall, index);
    return known;
  }
}

/** Each call is answered by its id, so that two with the same one, or with none, get another. */
function distinct(calls: readonly Growing[]): ModelToolCall[] {
  const seen = new Set<string>();
  return calls.map((call, index) => {
    const id = call.id && !seen.has(call.id) ? call.id : `call_${index}_${seen.size}`;
    seen.add(id);
    return { ...call, id };
  });
}

function reasonOf(told: string): EndReason {
  if (told === "length" || told === "max_tokens") return "length";
  if (told === "tool_calls" || told === "function_call") return "tool_calls";
  return told === "content_filter" ? "filtered" : "stop";
}

function usageOf(told: unknown): Usage | undefined {
  if (!isRecord(told)) return undefined;
  const promptTokens = countOf(told.prompt_tokens);
  const completionTokens = countOf(told.completion_tokens);
  return promptTokens === undefined || completionTokens === undefined ? undefined : { promptTokens, completionTokens };
}

function countOf(told: unknown): number | undefined {
  return Number.isSafeInteger(told) && (told as number) >= 0 ? Math.min(told as number, 2_147_483_647) : undefined;
}

/** A text, or a list of parts of which some are text. */
function textOf(told: unknown): string {
  if (typeof told === "string") return told;
  if (!Array.isArray(told)) return "";
  return told.map((part: unknown) => (isRecord(part) && typeof part.text === "string" ? part.text : "")).join("");
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
