import { setTimeout as pause } from "node:timers/promises";
import { demoAnswer } from "#/server/ports/inference/demo/answer.ts";
import {
  type ChatPart,
  type ChatRequest,
  type Inference,
  InferenceError,
  type ModelInfo,
} from "#/server/ports/inference/port.ts";

/** The model in this process: rules and no knowledge. It answers where no gateway is configured. */
export const demoModel: ModelInfo = {
  id: "scaiwave/demo",
  name: "Demo model",
  contextWindow: 16_384,
  maxOutputTokens: 4_096,
  modality: "chat",
};

export type DemoPace = {
  /** Before the first word, and before each of the others, in milliseconds. */
  readonly firstMs: number;
  readonly wordMs: number;
};

/** As somebody reads along: about thirty words a second. */
const humanPace: DemoPace = { firstMs: 350, wordMs: 32 };
const vectorSize = 64;

export class DemoModel implements Inference {
  readonly kind = "demo";
  readonly #pace: DemoPace;

  constructor(pace: DemoPace = humanPace) {
    this.#pace = pace;
  }

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatPart> {
    if (signal.aborted) return;
    if (request.model !== demoModel.id) throw notHere();
    const { text, calls } = demoAnswer(request);
    // A word with the space behind it, as the tokens of real models come.
    const words = text.match(/\s*\S+\s*/g) ?? [];
    const most = request.maxTokens ?? demoModel.maxOutputTokens!;
    for (const [index, word] of words.slice(0, most).entries()) {
      if (!(await this.#waited(index === 0 ? this.#pace.firstMs : this.#pace.wordMs, signal))) return;
      yield { kind: "text", text: word };
    }
    if (words.length === 0 && !(await this.#waited(this.#pace.firstMs, signal))) return;
    const cutOff = words.length > most;
    if (!cutOff) for (const call of calls) yield { kind: "tool_call", call };
    const heard = request.messages.reduce((sum, { content }) => sum + content.length, 0);
    const usage = {
      promptTokens: Math.ceil(heard / 4),
      completionTokens: Math.min(words.length, most) + calls.length * 16,
    };
    yield { kind: "usage", usage };
    yield { kind: "end", reason: cutOff ? "length" : calls.length > 0 ? "tool_calls" : "stop" };
  }

  async models(): Promise<readonly ModelInfo[]> {
    return [demoModel];
  }

  /** Which words are in a text, folded into a short vector: alike words, alike vectors, and nothing of what they mean. */
  async embed(model: string, texts: readonly string[]): Promise<number[][]> {
    if (model !== demoModel.id) throw notHere();
    return texts.map(folded);
  }

  async #waited(ms: number, signal: AbortSignal): Promise<boolean> {
    if (ms > 0) await pause(ms, undefined, { signal }).catch(() => {});
    return !signal.aborted;
  }
}

function notHere(): InferenceError {
  return new InferenceError("SW_AI_MODEL_NOT_FOUND", "Only the demo model is here.", { retryable: false });
}

function folded(text: string): number[] {
  const vector = new Array<number>(vectorSize).fill(0);
  for (const word of text
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [""]) {
    let hash = 2_166_136_261;
    for (const letter of word) hash = Math.imul(hash ^ letter.codePointAt(0)!, 16_777_619) >>> 0;
    vector[hash % vectorSize]! += 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
