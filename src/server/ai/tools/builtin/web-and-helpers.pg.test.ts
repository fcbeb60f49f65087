import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { helpers } from "#/server/ai/tools/builtin/helpers.ts";
import { web } from "#/server/ai/tools/builtin/web.ts";
import { toolsFor } from "#/server/ai/tools/tools-for.ts";
import { type ChatRequest, type Inference, InferenceError } from "#/server/ports/inference/port.ts";
import { addAi, startTurn, toolHost } from "../../../../../tests/support/ai-world.ts";
import { setBuiltinStage } from "../../../../../tests/support/builtin-stage.ts";
import { rows } from "../../../../../tests/support/world.ts";

const stage = setBuiltinStage();

describe("web pages", () => {
  test("are fetched only when a person approved the very address, and never by default", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end("<title>Prices</title><main><h1>Prices</h1><p>Tea costs 2 €.<script>steal()</script></main>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
      const url = `http://shop.example:${port}/`;
      stage.host = toolHost(stage.world, [web({ allowed: () => true, allowedPort: () => true, resolve })]);
      expect(await stage.call("web_fetch", { url })).toMatchObject({
        state: "failed",
        result: expect.stringContaining("turned off on this server"),
      });
      await rows(
        stage.world,
        stage.world,
        sql`insert into app.ai_settings (tenant_id, plugins, updated_at) values (${stage.world.tenantId}, '{"scaiwave.web": true}', now())`,
      );
      const done = await stage.call("web_fetch", { url });
      expect(done).toMatchObject({ state: "done", decided_by: stage.ana.participant.id });
      expect(done.result).toContain("# Prices\n\nTea costs 2 €.");
      expect(done.result).not.toContain("steal");
      stage.host = toolHost(stage.world, [web()]);
      expect(await stage.call("web_fetch", { url: "http://169.254.169.254/latest" })).toMatchObject({
        state: "failed", result: expect.stringContaining("not on the public internet"),
      }); // biome-ignore format: one call
    } finally {
      await rows(stage.world, stage.world, sql`delete from app.ai_settings`);
      server.closeAllConnections();
      server.close();
    }
  });
});

describe("helpers", () => {
  const asked: ChatRequest[] = [];
  let fail: InferenceError | null = null;
  const inference: Inference = {
    kind: "gateway",
    async *chat(ask) {
      asked.push(ask);
      if (fail) throw fail;
      yield { kind: "text", text: "Use article 6." };
      yield { kind: "usage", usage: { promptTokens: 30, completionTokens: 4 } };
      yield { kind: "end", reason: "stop" };
    },
    models: async () => [],
    embed: async () => [],
  };
  const gateways = {
    of: async () => inference,
    modelFor: async (_: object, wanted: string | null) => ({ id: wanted ?? "m", name: "m", contextWindow: null, maxOutputTokens: null, modality: "chat" as const }),
  }; // biome-ignore format: two functions

  test("are tools of the AIs: one question, one answer, without tools, paid from their own budget", async () => {
    const legal = await addAi(stage.world, "legal", {
      type: "helper", prompt: "You know the law.", helper: { helper_enabled: true, helper_role_description: "Law", helper_temperature: 10, helper_daily_token_cap: 5_000 },
    }); // biome-ignore format: one helper
    await addAi(stage.world, "tax-office", {
      type: "helper",
      helper: { helper_enabled: true, above_threshold_dispatcher_only: true, helper_daily_token_cap: 0 },
    });
    await addAi(stage.world, "sleeping", { type: "helper", helper: { helper_enabled: false } });
    stage.host = toolHost(stage.world, [helpers({ ...stage.host, gateways })]);
    const turn = await startTurn(stage.world, { ai: stage.bot, asker: stage.ana, roomId: stage.dm });
    const tools = await toolsFor(stage.host, turn, new AbortController().signal);
    expect(tools.definitions.map(({ name }) => name)).toEqual(["ask_legal", "call_helper"]);

    expect(await stage.call("ask_legal", { query: "May we?" })).toMatchObject({
      state: "done",
      result: "Use article 6.",
    });
    expect(asked.at(-1)).toMatchObject({
      tools: [], temperature: 0.1,
      messages: [{ role: "system", content: "You know the law.\n\nLaw" }, { role: "user", content: "May we?" }],
    }); // biome-ignore format: one request
    const recorded = await stage.world
      .owner`select purpose, participant_id, asker_id, prompt_tokens, measured from app.ai_invocations where purpose = 'helper'`;
    expect(recorded).toMatchObject([
      { participant_id: legal.participant.id, asker_id: stage.ana.participant.id, prompt_tokens: 30, measured: true },
    ]);

    // A cap of 0 is none at all.
    expect(await stage.call("call_helper", { name: "tax-office", query: "?" })).toMatchObject({
      state: "failed",
      result: expect.stringContaining("budget of this helper is used up"),
    });
    expect(await stage.call("call_helper", { name: "legal", query: "?" })).toMatchObject({
      state: "failed",
      result: expect.stringContaining("don't fit"),
    });
    expect(await stage.call("ask_sleeping", { query: "?" })).toMatchObject({
      state: "failed",
      result: expect.stringContaining("no tool of this name"),
    });
    expect(asked).toHaveLength(1);
    fail = new InferenceError("SW_AI_UNAVAILABLE", "The AI gateway doesn't answer.", { retryable: true });
    expect(await stage.call("ask_legal", { query: "Again?" })).toMatchObject({
      state: "failed",
      result: expect.stringContaining("Legal can't answer: The AI gateway"),
    });
  });
});
