import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { holdMs, maxTokensPerRoom } from "#/domain/ai/budget.ts";
import { holdBudget, releaseAllStaleHolds, releaseStaleHolds, settleBudget } from "#/server/ai/budget.ts";
import { endInvocation, type Invocation } from "#/server/ai/invocations.ts";
import { listInvocations, listSpend } from "#/server/ai/spend.ts";
import type { AiHost } from "#/server/ai/tools/host.ts";
import { type Database, openDatabase } from "#/server/database/connect.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { addAi } from "../../../tests/support/ai-world.ts";
import { absentId, expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, rows, type World } from "../../../tests/support/world.ts";

let world: World;
let ana: Person;
let host: AiHost;
/** Another process: connections of its own to the same database. */
let elsewhere: AiHost;
let other: Database;
let count = 0;
let bot: Person;

beforeAll(async () => {
  world = await makeWorld();
  ana = await world.person("ana", { roles: ["owner"] });
  other = await openDatabase(world.address);
  host = { database: world.database, now: world.clock.now, newId: world.newId, wake: { advanced: () => {} } };
  elsewhere = { ...host, database: other };
});
afterAll(async () => {
  await other.close();
  await world.drop();
});
beforeEach(async () => {
  count += 1;
  bot = await addAi(world, `bot${count}`);
  await limit(null);
});

const limit = (tokens: number | null) =>
  world.owner`update app.tenants set limits = ${world.owner.json(tokens === null ? {} : { ai_tokens_monthly: tokens })} where tenant_id = ${world.tenantId}`;
const cap = (tokens: number | null, who = bot) =>
  rows(
    world,
    world,
    sql`update app.ai_participants set monthly_token_cap = ${tokens} where participant_id = ${who.participant.id}`,
  );
const hold = (tokens: number, more: object = {}, process = host, who = bot) =>
  holdBudget(process, { tenantId: world.tenantId, participantId: who.participant.id, tokens, ...more });
const usage = (promptTokens: number, completionTokens = 0) => ({ promptTokens, completionTokens });
const spendOf = async (who = bot) =>
  (await listSpend(ana.ctx, { limit: 100, offset: 0 })).find((row) => row.participant_id === who.participant.id)!;
const line = (more: Partial<Invocation> = {}): Invocation => ({
  purpose: "turn", participantId: bot.participant.id, askerId: ana.participant.id, roomId: null, turnId: null, model: "m",
  outcome: "done", code: null, usage: usage(10, 5), measured: true, firstChunkMs: 12.4, totalMs: 80.6, ...more,
}); // biome-ignore format: one line

describe("a budget", () => {
  test("is held before the call, and what was not used is free again", async () => {
    await cap(100);
    const held = await hold(80);
    expect(await spendOf()).toMatchObject({ spent: 0, held: 80, monthly_token_cap: 100 });
    await expectRefusal(hold(30), "SW_AI_BUDGET_EXCEEDED");
    await settleBudget(host, held, usage(20, 10));
    expect(await spendOf()).toMatchObject({ spent: 30, held: 0 });
    await hold(70);
    await expectRefusal(hold(1), "SW_AI_BUDGET_EXCEEDED");
  });

  test("of zero is zero, of the AI and of the tenant, and even for a call of nothing", async () => {
    await cap(0);
    await expectRefusal(hold(1), "SW_AI_BUDGET_EXCEEDED");
    await expectRefusal(hold(0, { atLeast: 0 }), "SW_AI_BUDGET_EXCEEDED");
    await cap(null);
    await limit(0);
    await expectRefusal(hold(1), "SW_AI_BUDGET_EXCEEDED");
  });

  test("that is used up says when it renews, and does", async () => {
    await cap(1);
    await hold(1);
    const refusal = await expectRefusal(hold(1), "SW_AI_BUDGET_EXCEEDED");
    expect(refusal.message).toBe("This month's AI budget is used up. It renews on 1 April.");
    world.clock.advance(31 * 86_400_000);
    await hold(1);
    world.clock.advance(-31 * 86_400_000);
  });

  test("gives less than was wanted when that still makes sense", async () => {
    await cap(100);
    expect(await hold(500, { atLeast: 50 })).toMatchObject({ tokens: 100 });
    await cap(120);
    await expectRefusal(hold(500, { atLeast: 50 }), "SW_AI_BUDGET_EXCEEDED");
  });

  test("of the tenant is shared by all of its AIs", async () => {
    const second = await addAi(world, `second${count}`);
    const before = (await listSpend(ana.ctx, { limit: 100, offset: 0 })).reduce(
      (sum, row) => sum + row.spent + row.held,
      0,
    );
    await limit(before + 100);
    await hold(60);
    await expectRefusal(hold(60, {}, host, second), "SW_AI_BUDGET_EXCEEDED");
    await hold(40, {}, host, second);
    await limit(null);
  });

  test("belongs to an AI of this tenant", async () => {
    await expectRefusal(
      holdBudget(host, { tenantId: world.tenantId, participantId: absentId, tokens: 1 }),
      "SW_AI_NOT_FOUND",
    );
    const acme = await world.tenant(`acme${count}`);
    await expectRefusal(
      holdBudget(host, { tenantId: acme.tenantId, participantId: bot.participant.id, tokens: 1 }),
      "SW_AI_NOT_FOUND",
    );
  });

  test.each(["own", "tenant"])(
    "that two processes ask for at once, a hundred times, is never given twice: %s",
    async (whose) => {
      const asked = Array.from({ length: 100 }, (_, n) => n);
      if (whose === "own") await cap(1_000);
      else {
        const before = (await listSpend(ana.ctx, { limit: 100, offset: 0 })).reduce(
          (sum, row) => sum + row.spent + row.held,
          0,
        );
        await limit(before + 1_000);
      }
      const second = whose === "own" ? bot : await addAi(world, `second${count}`);
      const outcomes = await Promise.allSettled(
        asked.map((n) => hold(37, {}, n % 2 ? host : elsewhere, n % 4 < 2 ? bot : second)),
      );
      const given = outcomes.filter(({ status }) => status === "fulfilled");
      expect(given).toHaveLength(Math.floor(1_000 / 37));
      const held = (await spendOf()).held + (second === bot ? 0 : (await spendOf(second)).held);
      expect(held).toBe(37 * given.length);
      await limit(null);
    },
  );

  test("counts what was used when more was used than held, and when the hold was given back meanwhile", async () => {
    const [first, second] = [await hold(10), await hold(10)];
    await settleBudget(host, first, usage(50));
    expect(await spendOf()).toMatchObject({ spent: 50, held: 10 });
    world.clock.advance(holdMs + 1);
    expect(await releaseStaleHolds(host, world.tenantId)).toBeGreaterThan(0);
    expect(await spendOf()).toMatchObject({ spent: 50, held: 0 });
    await settleBudget(host, second, usage(5));
    expect(await spendOf()).toMatchObject({ spent: 55, held: 0 });
  });

  test("that a process held when it died is given back by the clock, and only then", async () => {
    await cap(10);
    await hold(10);
    await releaseAllStaleHolds(elsewhere, new AbortController().signal);
    await expectRefusal(hold(1), "SW_AI_BUDGET_EXCEEDED");
    world.clock.advance(holdMs + 1);
    await releaseAllStaleHolds(elsewhere, new AbortController().signal);
    await hold(10);
  });

  test("of a helper's day is apart from its month, and renews the next day", async () => {
    const helper = await addAi(world, `helper${count}`, { type: "helper", helper: { helper_daily_token_cap: 100 } });
    const ask = (tokens: number) => hold(tokens, { purpose: "helper" }, host, helper);
    const held = await ask(60);
    const refusal = await expectRefusal(ask(50), "SW_AI_BUDGET_EXCEEDED");
    expect(refusal.message).toContain("Today's budget of this helper");
    await endInvocation(
      host,
      held,
      line({ purpose: "helper", participantId: helper.participant.id, usage: usage(70, 20) }),
    );
    await expectRefusal(ask(11), "SW_AI_BUDGET_EXCEEDED");
    await hold(500, {}, host, helper);
    world.clock.advance(86_400_000);
    await ask(100);
  });

  test("of a room breaks every loop, whichever AIs are in it, and lets go after a while", async () => {
    const { id: roomId } = await createRoom(ana.ctx, { name: "loop" });
    const second = await addAi(world, `second${count}`);
    const held = await hold(maxTokensPerRoom - 10, { roomId });
    await endInvocation(host, held, line({ roomId, usage: usage(maxTokensPerRoom - 10) }));
    await expectRefusal(hold(11, { roomId }, host, second), "SW_AI_ROOM_SPENT");
    await hold(11);
    world.clock.advance(600_001);
    await hold(11, { roomId }, host, second);
  });
});

describe("what AIs cost", () => {
  test("is listed by AI and month and by call, in pages, without words, for this tenant alone", async () => {
    const held = await hold(100);
    await endInvocation(host, held, line());
    await endInvocation(
      host,
      await hold(1),
      line({ outcome: "failed", code: "SW_AI_UNAVAILABLE", usage: usage(3), measured: false, firstChunkMs: null }),
    );
    expect(await spendOf()).toMatchObject({ spent: 18, held: 0, month: "2026-03" });
    const mine = { participant_id: bot.participant.id, limit: 1 };
    const first = await listInvocations(ana.ctx, mine);
    expect(first.items).toMatchObject([
      { outcome: "failed", code: "SW_AI_UNAVAILABLE", prompt_tokens: 3, measured: false },
    ]);
    const second = await listInvocations(ana.ctx, { ...mine, before: first.next_cursor! });
    expect(second).toMatchObject({
      items: [{ prompt_tokens: 10, completion_tokens: 5, total_ms: 81 }],
      has_more: false,
    });
    const stranger = await (await world.tenant(`bond${count}`)).person("eve");
    expect((await listInvocations(stranger.ctx, { limit: 100 })).items).toEqual([]);
    expect(await listSpend(stranger.ctx, { limit: 100, offset: 0 })).toEqual([]);
    expect(await listSpend(ana.ctx, { month: "2025-01", limit: 1, offset: 0 })).toMatchObject([{ spent: 0 }]);
  });
});
