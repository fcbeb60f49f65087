import { describe, expect, test } from "vitest";
import { inferenceContract, textOf } from "#/server/ports/inference/contract.ts";
import { DemoModel, demoModel } from "#/server/ports/inference/demo.ts";
import type { ChatPart } from "#/server/ports/inference/port.ts";
import { calling, delta, done, saying, startGateway, usage } from "../../../../tests/support/gateway.ts";
import { key, model, never, setGateway } from "../../../../tests/support/gateway-client.ts";

const { gateway, reach, ask, fault } = setGateway();

inferenceContract("the demo model", async () => ({
  inference: new DemoModel({ firstMs: 0, wordMs: 0 }),
  model: demoModel.id,
  embeddingModel: demoModel.id,
  willCall: () => {},
  end: async () => {},
}));

inferenceContract("a gateway", async () => {
  const own = await startGateway();
  return {
    inference: reach({}, own.url),
    model,
    embeddingModel: "test/embed",
    willCall: () => own.next(calling([{ id: "call_a", name: "calculator", arguments: '{"expression":"12*37"}' }], 3)),
    end: () => own.stop(),
  };
});

describe("what is asked of a gateway", () => {
  test("is OpenAI's wire with the key, the tools and the wish to be told the usage", async () => {
    await ask(
      saying(["Hello."]),
      {},
      {
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Hi", name: "Ana Costa" },
          { role: "assistant", content: "", toolCalls: [{ id: "c1", name: "calculator", arguments: "" }] },
          { role: "tool", toolCallId: "c1", content: "444" },
        ],
        tools: [{ name: "calculator", description: "Computes.", parameters: { type: "object" } }],
        temperature: 0,
        maxTokens: 100,
        topP: undefined,
      },
    );
    const { path, headers, body } = gateway().heard.at(-1)!;
    expect(path).toBe("/v1/chat/completions");
    expect(headers.authorization).toBe(`Bearer ${key}`);
    expect(body).toEqual({
      model,
      messages: [
        { role: "system", content: "Be brief." },
        // A name the wire would refuse is left out.
        { role: "user", content: "Hi" },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c1", type: "function", function: { name: "calculator", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "c1", content: "444" },
      ],
      tools: [
        {
          type: "function",
          function: { name: "calculator", description: "Computes.", parameters: { type: "object" } },
        },
      ],
      temperature: 0,
      max_tokens: 100,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test("are vectors as numbers, many texts in several requests", async () => {
    const texts = Array.from({ length: 300 }, (_, index) => "x".repeat(index));
    const vectors = await reach().embed("test/embed", texts, never);
    expect(vectors.map(([length]) => length)).toEqual(texts.map(({ length }) => length));
    expect(gateway().heard.at(-1)!.body).toMatchObject({ encoding_format: "float" });
    expect(
      gateway()
        .heard.slice(-3)
        .map(({ path }) => path),
    ).toEqual(Array(3).fill("/v1/embeddings"));
  });
});

describe("a streamed answer", () => {
  const words = ["Grüß ", "dich, ", "Zoë 🦊", "! 日本", "語"];

  test.each([1, 2, 3, 5])(
    "is the same when it comes in pieces of %i bytes, in the middle of letters",
    async (pieceBytes) => {
      const parts = await ask({ ...saying(words), pieceBytes });
      expect(textOf(parts)).toBe(words.join(""));
      expect(parts.slice(-2)).toEqual([
        { kind: "usage", usage: { promptTokens: 11, completionTokens: 5 } },
        { kind: "end", reason: "stop" },
      ]);
    },
  );

  test("is whole where the gateway cuts a letter in two between its own events", async () => {
    const parts = await ask({
      stream: [delta({ content: "a\ud83e" }), delta({ content: "\udd8a b" }), delta({}, "stop"), done],
    });
    expect(textOf(parts)).toBe("a🦊 b");
    for (const part of parts) if (part.kind === "text") expect(part.text.isWellFormed()).toBe(true);
  });

  test("holds nothing that can't be stored", async () => {
    const parts = await ask({
      stream: [delta({ content: "a\u0000b\udd8a" }), delta({ content: "c\ud83e" }), delta({}, "stop"), done],
    });
    expect(textOf(parts)).toBe("ab\ufffdc\ufffd");
  });

  test("passes over comments, roles, empty pieces and other line ends", async () => {
    const parts = await ask({
      stream: [
        { comment: "OPENROUTER PROCESSING" },
        delta({ role: "assistant", content: null }),
        { raw: 'event: message\r\ndata: {"choices":[{"delta":{"content":"Hello"}}]}\r\n\r\n' },
        { comment: "keep-alive" },
        { raw: 'data:{"choices":[{"delta":{"content":" there"},"finish_reason":"stop"}]}\n\n' },
        done,
      ],
    });
    expect(textOf(parts)).toBe("Hello there");
  });

  test("may end without its last word, once the model has said that it is done", async () => {
    expect(await ask({ stream: [delta({ content: "Done." }), delta({}, "stop")] })).toEqual([
      { kind: "text", text: "Done." },
      { kind: "end", reason: "stop" },
    ]);
    const stream = [delta({ content: "Done." }, "stop"), { breakOff: true } as const];
    expect((await ask({ stream })).at(-1)).toEqual({ kind: "end", reason: "stop" });
    const hanging = [delta({ content: "Done." }, "stop"), { hang: true } as const];
    expect((await ask({ stream: hanging }, { afterwordMs: 50 })).at(-1)).toEqual({ kind: "end", reason: "stop" });
  });

  test("tells that it was cut off or held back", async () => {
    expect((await ask({ stream: [delta({ content: "a" }, "length"), done] })).at(-1)).toMatchObject({
      reason: "length",
    });
    expect((await ask({ stream: [delta({}, "content_filter"), done] })).at(-1)).toMatchObject({ reason: "filtered" });
  });

  test("may be empty", async () => {
    expect(await ask({ stream: [delta({ content: "" }, "stop"), usage(3, 0), done] })).toEqual([
      { kind: "usage", usage: { promptTokens: 3, completionTokens: 0 } },
      { kind: "end", reason: "stop" },
    ]);
  });

  test("is read where a gateway does not stream at all", async () => {
    const message = {
      role: "assistant",
      content: "Whole.",
      tool_calls: [{ id: "c", function: { name: "x", arguments: {} } }],
    };
    const parts = await ask({
      json: { choices: [{ message, finish_reason: "tool_calls" }], usage: { prompt_tokens: 1, completion_tokens: 2 } },
    });
    expect(parts).toEqual([
      { kind: "text", text: "Whole." },
      { kind: "tool_call", call: { id: "c", name: "x", arguments: "{}" } },
      { kind: "usage", usage: { promptTokens: 1, completionTokens: 2 } },
      { kind: "end", reason: "tool_calls" },
    ]);
  });
});

describe("calls of tools", () => {
  const callsOf = (parts: ChatPart[]) => parts.flatMap((part) => (part.kind === "tool_call" ? [part.call] : []));
  const piece = (index: number, args: string, more = {}) =>
    delta({
      tool_calls: [
        { index, ...more, function: { arguments: args, ...("id" in more ? { name: `tool_${index}` } : {}) } },
      ],
    });

  test("are put together by their index, however they interleave", async () => {
    const parts = await ask({
      stream: [
        delta({ content: "Let me see." }),
        piece(1, '{"b"', { id: "b" }),
        piece(0, '{"a":', { id: "a" }),
        piece(1, ":2}"),
        piece(0, '"🦊'),
        piece(0, '"}', { type: "function" }),
        delta({}, "tool_calls"),
        done,
      ],
      pieceBytes: 4,
    });
    expect(callsOf(parts)).toEqual([
      { id: "a", name: "tool_0", arguments: '{"a":"🦊"}' },
      { id: "b", name: "tool_1", arguments: '{"b":2}' },
    ]);
    expect(parts.at(-1)).toEqual({ kind: "end", reason: "tool_calls" });
  });

  test("are told apart by their ids where there is no index, and get one where they have none", async () => {
    const bare = (id: string | undefined, name: string) =>
      delta({ tool_calls: [{ id, function: { name, arguments: "{}" } }] });
    expect(callsOf(await ask({ stream: [bare("a", "one"), bare("b", "two"), delta({}, "tool_calls"), done] }))).toEqual(
      [
        { id: "a", name: "one", arguments: "{}" },
        { id: "b", name: "two", arguments: "{}" },
      ],
    );
    const both = [{ function: { name: "one", arguments: "{}" } }, { function: { name: "two", arguments: "{}" } }].map(
      (call, index) => ({ index, ...call }),
    );
    const calls = callsOf(await ask({ stream: [delta({ tool_calls: both }), delta({}, "tool_calls"), done] }));
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    expect(calls.every(({ id }) => id !== "")).toBe(true);
  });

  test("may be a thousand, but not without end", async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ id: `c${index}`, name: "x", arguments: "{}" }));
    expect(callsOf(await ask(calling(many(1_000))))).toHaveLength(1_000);
    expect(await fault(calling(many(1_100)))).toMatchObject({ code: "SW_AI_CONNECTION_LOST" });
  });

  test("are not made from half of what was meant", async () => {
    const cut = [piece(0, '{"room":"gen', { id: "a" }), delta({}, "length"), done];
    expect(await ask({ stream: cut })).toEqual([{ kind: "end", reason: "length" }]);
    const broken = [piece(0, '{"room":"gen', { id: "a" }), { breakOff: true } as const];
    expect(await fault({ stream: broken })).toMatchObject({ code: "SW_AI_CONNECTION_LOST", retryable: true });
  });

  test("of a gateway that ends them with “stop” are calls all the same", async () => {
    const parts = await ask({ stream: [piece(0, "{}", { id: "a" }), delta({}, "stop"), done] });
    expect(callsOf(parts)).toHaveLength(1);
    expect(parts.at(-1)).toEqual({ kind: "end", reason: "tool_calls" });
  });
});

describe("the models of ScaiGrid", () => {
  test("are those of its own list, page by page, which knows how much each can read", async () => {
    const grid = await startGateway({ path: "/oai/v1" });
    const item = (slug: string, modality: string) => ({
      slug,
      display_name: slug.toUpperCase(),
      modality,
      context_window: 32_000,
      max_output_tokens: 4_000,
      status: "active",
    });
    grid.otherwise(({ path }) => {
      const { pathname, searchParams } = new URL(path, "http://grid");
      if (pathname !== "/v1/models") return { status: 404, body: "" };
      const second = searchParams.get("cursor") === "more";
      const items = second
        ? [item("scailabs/embed", "embedding")]
        : [item("scailabs/poolnoodle", "chat"), { slug: 7 }, null];
      return { json: { status: "ok", data: { items }, meta: { next_cursor: second ? null : "more" } } };
    });
    const models = await reach({}, grid.url).models(never);
    expect(models).toEqual([
      {
        id: "scailabs/embed",
        name: "SCAILABS/EMBED",
        contextWindow: 32_000,
        maxOutputTokens: 4_000,
        modality: "embedding",
      },
      {
        id: "scailabs/poolnoodle",
        name: "SCAILABS/POOLNOODLE",
        contextWindow: 32_000,
        maxOutputTokens: 4_000,
        modality: "chat",
      },
    ]);
    grid.otherwise(({ path }) =>
      path === "/oai/v1/models" ? { json: { data: [{ id: "plain" }] } } : { status: 404, json: { error: {} } },
    );
    expect(await reach({}, grid.url).models(never)).toMatchObject([
      { id: "plain", contextWindow: null, modality: "chat" },
    ]);
    await grid.stop();
  });
});
