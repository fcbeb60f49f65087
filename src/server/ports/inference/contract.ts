import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type ChatPart,
  type ChatRequest,
  type Inference,
  InferenceError,
  type ModelTool,
} from "#/server/ports/inference/port.ts";

export type InferenceBench = {
  inference: Inference;
  /** A chat model that is there. */
  model: string;
  embeddingModel: string;
  /** Called before a chat that should call the tool `calculator`. */
  willCall(): void;
  end(): Promise<void>;
};

export const calculator: ModelTool = {
  name: "calculator",
  description: "Computes an arithmetic expression exactly.",
  parameters: { type: "object", properties: { expression: { type: "string" } }, required: ["expression"] },
};

const never = new AbortController().signal;

export async function partsOf(chat: AsyncIterable<ChatPart>): Promise<ChatPart[]> {
  const parts: ChatPart[] = [];
  for await (const part of chat) parts.push(part);
  return parts;
}

export const textOf = (parts: readonly ChatPart[]) =>
  parts.map((part) => (part.kind === "text" ? part.text : "")).join("");

export function asking(model: string, content: string, more: Partial<ChatRequest> = {}): ChatRequest {
  return { model, messages: [{ role: "user", content }], tools: [], ...more };
}

/** What every place where models are must do alike. */
export function inferenceContract(name: string, open: () => Promise<InferenceBench>): void {
  describe(`inference by ${name}`, () => {
    let bench: InferenceBench;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.end());

    test("answers in text, tells what it cost and ends once, last", async () => {
      const parts = await partsOf(bench.inference.chat(asking(bench.model, "Good morning."), never));
      expect(textOf(parts)).not.toBe("");
      expect(parts.filter(({ kind }) => kind === "end")).toEqual([{ kind: "end", reason: "stop" }]);
      expect(parts.at(-1)!.kind).toBe("end");
      const [cost, more] = parts.filter((part) => part.kind === "usage");
      expect(more).toBeUndefined();
      expect(cost!.usage.promptTokens).toBeGreaterThan(0);
      expect(cost!.usage.completionTokens).toBeGreaterThan(0);
    });

    test("calls a tool that it was given, whole, and goes on from its result", async () => {
      bench.willCall();
      const question = asking(bench.model, "What is 12*37?", { tools: [calculator] });
      const parts = await partsOf(bench.inference.chat(question, never));
      const calls = parts.flatMap((part) => (part.kind === "tool_call" ? [part.call] : []));
      expect(calls).toHaveLength(1);
      expect(calls[0]!.name).toBe("calculator");
      expect(calls[0]!.id).not.toBe("");
      expect(JSON.parse(calls[0]!.arguments)).toEqual({ expression: "12*37" });
      expect(parts.at(-1)).toEqual({ kind: "end", reason: "tool_calls" });
      const messages: ChatRequest["messages"] = [
        ...question.messages,
        { role: "assistant", content: textOf(parts), toolCalls: calls },
        { role: "tool", toolCallId: calls[0]!.id, content: "444" },
      ];
      const rest = await partsOf(bench.inference.chat({ ...question, messages }, never));
      expect(textOf(rest)).not.toBe("");
      expect(rest.at(-1)).toEqual({ kind: "end", reason: "stop" });
    });

    test("says nothing to one who has gone already", async () => {
      expect(await partsOf(bench.inference.chat(asking(bench.model, "Hello."), AbortSignal.abort()))).toEqual([]);
    });

    test("stops silently in the middle when it is told to", async () => {
      const stop = new AbortController();
      const parts: ChatPart[] = [];
      for await (const part of bench.inference.chat(asking(bench.model, "Hello, who are you?"), stop.signal)) {
        parts.push(part);
        stop.abort();
      }
      expect(parts).toHaveLength(1);
    });

    test("says of a model it does not have that it does not have it", async () => {
      const chat = partsOf(bench.inference.chat(asking("test/nowhere", "Hello."), never));
      const error = await chat.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InferenceError);
      expect(error).toMatchObject({ code: "SW_AI_MODEL_NOT_FOUND", retryable: false });
    });

    test("lists the model that it answers with", async () => {
      const models = await bench.inference.models(never);
      const found = models.find(({ id }) => id === bench.model);
      expect(found).toMatchObject({ modality: "chat" });
      expect(found!.contextWindow).toBeGreaterThan(1_000);
    });

    test("makes one vector of each text, in their order, all of one length", async () => {
      const texts = ["a quick fox", "b", "", "a quick fox"];
      const vectors = await bench.inference.embed(bench.embeddingModel, texts, never);
      expect(vectors).toHaveLength(4);
      expect(new Set(vectors.map(({ length }) => length)).size).toBe(1);
      expect(vectors[0]).not.toEqual(vectors[1]);
      expect(vectors.flat().every(Number.isFinite)).toBe(true);
      expect(await bench.inference.embed(bench.embeddingModel, [], never)).toEqual([]);
    });
  });
}
