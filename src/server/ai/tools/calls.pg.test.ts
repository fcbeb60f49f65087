import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { maxToolResult } from "#/domain/ai/bounds.ts";
import type { ToolCall } from "#/domain/ai/schema.ts";

import { approvalMs, maxCallsPerTurn } from "#/domain/ai/tool-calls.ts";
import {
  decideCall,
  expireApproval,
  listApprovedTools,
  listWaitingCalls,
  revokeApproval,
} from "#/server/ai/approvals.ts";
import type { ToolHost, TurnRef } from "#/server/ai/tools/host.ts";
import { type PluginContext, ToolFailure } from "#/server/ai/tools/plugin.ts";
import { callsOfTurn } from "#/server/ai/tools/read-calls.ts";
import { PluginRegistry } from "#/server/ai/tools/registry.ts";
import { runCalls } from "#/server/ai/tools/run-calls.ts";
import { cancelCalls } from "#/server/ai/tools/settle-call.ts";
import { toolsFor } from "#/server/ai/tools/tools-for.ts";
import { read, transact } from "#/server/database/transact.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { setPower } from "#/server/rooms/power.ts";
import { addAi, bringIn, pluginOf, request, startTurn, toolHost } from "../../../../tests/support/ai-world.ts";
import { absentId, expectRefusal } from "../../../../tests/support/refusal.ts";
import { makeWorld, type Person, rows, type World } from "../../../../tests/support/world.ts";

let world: World;
let ana: Person;
let ben: Person;
let bot: Person;
let roomId: string;
let host: ToolHost;
let turn: TurnRef;

const ran = vi.fn<(tool: string, args: unknown, ctx: PluginContext, key: string) => unknown>();
const echo = pluginOf("echo", async (tool, args, ctx, key) => {
  await ran(tool, args, ctx, key);
  return `said ${String(args.text)}`;
});
const shout = pluginOf(
  "shout",
  async (tool, args, ctx, key) => {
    await ran(tool, args, ctx, key);
    return "shouted";
  },
  { sideEffects: true },
);
const plugins = [echo, shout];
const never = new AbortController().signal;
const resume = vi.fn(async () => []);

beforeAll(async () => {
  world = await makeWorld();
  [ana, ben] = [await world.person("ana"), await world.person("ben")];
  bot = await addAi(world, "bot", { plugins: ["test.echo", "test.shout", "test.slow", "test.flood", "test.bad"] });
  roomId = (await createRoom(ana.ctx, { name: "talk" })).id;
  await bringIn(world, ana, roomId, ben, bot);
});
afterAll(() => world.drop());
beforeEach(async () => {
  ran.mockReset();
  resume.mockClear();
  host = toolHost(world, plugins);
  turn = await startTurn(world, { ai: bot, asker: ben, roomId });
});

const calls = async (of: TurnRef = turn): Promise<ToolCall[]> =>
  (await read(world.database, of.tenantId, (tx) => callsOfTurn(tx, of.id))).map(({ call }) => call);
const run = (signal = never, timeoutMs?: number) => runCalls(host, turn, signal, timeoutMs);
const update = (statement: ReturnType<typeof sql>) => rows(world, world, statement);
const decide = (who: Person, call: ToolCall, decision: "once" | "always" | "deny" = "once") =>
  decideCall(who.ctx, resume, { room_id: roomId, call_id: call.id, decision });

describe("a tool without side effects", () => {
  test("runs at once, with the asker's rights and the AI's name, and its words are in the log alone", async () => {
    const { calls: requested, waiting } = await request(host, turn, { name: "echo", args: { text: "hello" } });
    expect(waiting).toBe(false);
    expect(requested).toMatchObject([
      { state: "approved", arguments: '{"text":"hello"}', result: null, decided_by: null },
    ]);
    await run();
    expect(await calls()).toMatchObject([{ state: "done", result: "said hello" }]);
    const [, args, ctx, key] = ran.mock.calls[0]!;
    expect({ args, key }).toEqual({ args: { text: "hello" }, key: requested[0]!.id });
    expect([ctx.asker.actor.participantId, ctx.ai.actor.participantId]).toEqual([
      ben.participant.id,
      bot.participant.id,
    ]);
    expect(ctx).toMatchObject({ shared: true, incognito: false, roomId });
    const stored = await world.owner`select row_to_json(c)::text as row from app.ai_tool_calls c where id = ${key}`;
    expect(stored[0]!.row).not.toContain("hello");
  });

  test("runs beside the others of its step", async () => {
    const both = Promise.withResolvers<void>();
    ran.mockImplementation(() => {
      if (ran.mock.calls.length === 2) both.resolve();
      return both.promise;
    });
    await request(host, turn, { name: "echo", args: { text: "a" } }, { name: "echo", args: { text: "b" } });
    await run();
    expect((await calls()).map(({ result }) => result)).toEqual(["said a", "said b"]);
  });

  test("is run again with the same key by the attempt after a crash, and only by that one", async () => {
    const { calls: requested } = await request(host, turn, { name: "echo", args: { text: "a" } });
    await update(sql`update app.ai_tool_calls set state = 'running' where id = ${requested[0]!.id}`);
    await update(sql`update app.ai_turns set attempt = 2 where id = ${turn.id}`);
    await run();
    expect(ran).not.toHaveBeenCalled();
    turn = { ...turn, attempt: 2 };
    await run();
    expect(ran.mock.calls.map(([, , , key]) => key)).toEqual([requested[0]!.id]);
    expect(await calls()).toMatchObject([{ state: "done" }]);
    await run();
    expect(ran).toHaveBeenCalledTimes(1);
  });

  test("whose attempt was overtaken while it ran writes nothing", async () => {
    await request(host, turn, { name: "echo", args: { text: "late" } });
    ran.mockImplementation(() => update(sql`update app.ai_turns set attempt = 2 where id = ${turn.id}`));
    await run();
    expect(await calls()).toMatchObject([{ state: "running", result: null }]);
  });
});

describe("calls that a model should not have made", () => {
  test.each([
    ["no JSON", "{text:", "not valid JSON"],
    ["a list", "[1]", "not an object"],
    ["a number of the wrong kind", '{"text":1}', "must be string"],
    ["an unknown key", '{"text":"a","room_id":"x"}', "additional properties"],
    ["a key that poisons", '{"__proto__":{"a":1}}', "not allowed as a key"],
    ["words that nobody can store", '{"text":"\\u0000"}', "not valid Unicode"],
    ["half a character", '{"text":"\\ud800"}', "not valid Unicode"],
    ["arguments that are too long", `{"text":"${"x".repeat(17_000)}"}`, "too long"],
    ["arguments that are too deep", `{"text":${"[".repeat(40)}${"]".repeat(40)}}`, "too deeply"],
  ])("with %s are failures that the model is told", async (_, args, problem) => {
    const { calls: requested } = await request(host, turn, { name: "echo", args });
    expect(requested).toMatchObject([{ state: "failed", result: expect.stringContaining(problem) }]);
    expect(requested[0]!.result).toContain("Fallback suggestions");
    await run();
    expect(ran).not.toHaveBeenCalled();
  });

  test("without arguments, and with arguments inside a string, are understood", async () => {
    await request(host, turn, { name: "echo", args: "" }, { name: "echo", args: JSON.stringify('{"text":"in"}') });
    await run();
    expect((await calls()).map(({ state }) => state)).toEqual(["done", "done"]);
    expect(ran.mock.calls.map(([, args]) => args)).toEqual(expect.arrayContaining([{}, { text: "in" }]));
  });

  test("twice in one step run once", async () => {
    await request(host, turn, { name: "echo", args: { text: "a" } }, { name: "echo", args: { text: "a" } });
    await run();
    expect(await calls()).toMatchObject([
      { state: "done" },
      { state: "failed", result: expect.stringContaining("same call") },
    ]);
    expect(ran).toHaveBeenCalledTimes(1);
  });

  test("a thousand at once end at the bound, over all steps of the turn", async () => {
    const many = Array.from({ length: 1_000 }, (_, n) => ({ name: "echo", args: { text: String(n) } }));
    const first = await request(host, turn, ...many.slice(0, 20));
    expect(first.exhausted).toBe(false);
    turn = { ...turn, step: 1 };
    const second = await request(host, turn, ...many);
    expect(second.exhausted).toBe(true);
    expect(second.calls.at(-1)).toMatchObject({ state: "failed", result: expect.stringContaining("At most 32") });
    await run();
    expect(ran).toHaveBeenCalledTimes(maxCallsPerTurn);
    expect(await calls()).toHaveLength(maxCallsPerTurn + 1);
  });

  test("with the same name for several calls keep them apart", async () => {
    await request(
      host,
      turn,
      { id: "x", name: "echo", args: { text: "1" } },
      { id: "x", name: "echo", args: { text: "2" } },
    );
    const found = await read(world.database, turn.tenantId, (tx) => callsOfTurn(tx, turn.id));
    expect(new Set(found.map(({ modelCallId }) => modelCallId)).size).toBe(2);
    expect(found.map(({ call }) => call.arguments)).toEqual(['{"text":"1"}', '{"text":"2"}']);
  });
});

describe("what is not there for this AI", () => {
  const refusalOf = async (name = "echo") => {
    const { calls: requested } = await request(host, turn, { name, args: {} });
    expect(requested[0]!.state).toBe("failed");
    const tools = await toolsFor(host, turn, never);
    expect(tools.definitions.map((tool) => tool.name)).not.toContain(name);
    return requested[0]!.result!;
  };

  test("because it does not exist, is refused with what does", async () => {
    expect(await refusalOf("rm_rf")).toContain("Available are: echo, shout");
  });

  test("because it is not in its loadout, tells who can change that", async () => {
    await update(
      sql`update app.ai_participants set plugins = '{test.shout}' where participant_id = ${bot.participant.id}`,
    );
    expect(await refusalOf()).toMatch(/not set up to use .* Admin → AI/);
    await update(sql`update app.ai_participants set plugins = '{test.echo,test.shout,test.slow,test.flood,test.bad}'
      where participant_id = ${bot.participant.id}`);
  });

  test("because the tenant or the room turned it off, tells which; and the room can't turn on what the tenant turned off", async () => {
    const off = JSON.stringify({ "test.echo": false });
    const on = JSON.stringify({ "test.echo": true });
    await update(sql`insert into app.room_ai_defaults (tenant_id, room_id, plugins, updated_at)
      values (${turn.tenantId}, ${roomId}, ${off}::text::jsonb, now())`);
    expect(await refusalOf()).toContain("turned off in this room");
    await update(sql`update app.room_ai_defaults set plugins = ${on}::text::jsonb`);
    await update(
      sql`insert into app.ai_settings (tenant_id, plugins, updated_at) values (${turn.tenantId}, ${off}::text::jsonb, now())`,
    );
    expect(await refusalOf()).toContain("turned off on this server");
    await update(sql`delete from app.ai_settings`);
    await update(sql`delete from app.room_ai_defaults`);
  });

  test("any more when it comes to run, is not run", async () => {
    await request(host, turn, { name: "echo", args: {} });
    await update(sql`insert into app.ai_settings (tenant_id, plugins, updated_at)
      values (${turn.tenantId}, '{"test.echo": false}', now())`);
    await run();
    await update(sql`delete from app.ai_settings`);
    expect(await calls()).toMatchObject([
      { state: "failed", result: expect.stringContaining("turned off on this server") },
    ]);
    expect(ran).not.toHaveBeenCalled();
  });

  test("because its asker has gone: nothing is", async () => {
    const cat = await world.person("cat");
    await bringIn(world, ana, roomId, cat);
    turn = await startTurn(world, { ai: bot, asker: cat, roomId });
    await request(host, turn, { name: "echo", args: {} });
    await update(sql`update app.room_members set membership = 'leave' where participant_id = ${cat.participant.id}`);
    await run();
    expect(await calls()).toMatchObject([
      { state: "failed", result: expect.stringContaining("no longer in this room") },
    ]);
    expect(ran).not.toHaveBeenCalled();
  });
});

describe("a tool with side effects", () => {
  const ask = async (text = "now") => (await request(host, turn, { name: "shout", args: { text } })).calls[0]!;

  test("waits, and the executor does not run it, whoever calls it", async () => {
    const call = await ask();
    expect(call).toMatchObject({ state: "waiting", expires_at: expect.any(String) });
    await run();
    expect(ran).not.toHaveBeenCalled();
    expect(await listWaitingCalls(ben.ctx, { room_id: roomId, limit: 50, offset: 0 })).toContainEqual(call);
    // Even a row that somebody forced to be approved: nobody's name stands for it.
    await update(sql`update app.ai_tool_calls set state = 'approved' where id = ${call.id}`);
    await run();
    expect(ran).not.toHaveBeenCalled();
    expect(await calls()).toMatchObject([{ state: "failed", result: expect.stringContaining("Nobody approved") }]);
  });

  test("is approved by one with the power, once, and carries their name", async () => {
    const call = await ask();
    expect(await decide(ana, call)).toMatchObject({ state: "approved", decided_by: ana.participant.id });
    expect(resume).toHaveBeenCalledWith(expect.anything(), turn.id);
    await run();
    expect(await calls()).toMatchObject([{ state: "done", result: "shouted", decided_by: ana.participant.id }]);
    expect(await ask("again")).toMatchObject({ state: "waiting" });
    await expectRefusal(decide(ana, call), "SW_AI_APPROVAL_VOID");
  });

  test("is not approved by a member without the power, an outsider, another tenant, or any AI, whatever its power", async () => {
    const call = await ask();
    await expectRefusal(decide(ben, call), "SW_ROOM_FORBIDDEN");
    await expectRefusal(decide(await world.person("olga"), call), "SW_ROOM_NOT_FOUND");
    await expectRefusal(decide(await (await world.tenant("acme")).person("eve"), call), "SW_ROOM_NOT_FOUND");
    await setPower(ana.ctx, { room_id: roomId, participant_id: bot.participant.id, power_level: 90 });
    await expectRefusal(decide(bot, call), "SW_ROOM_FORBIDDEN");
    await setPower(ana.ctx, { room_id: roomId, participant_id: bot.participant.id, power_level: 0 });
    await run();
    expect(ran).not.toHaveBeenCalled();
  });

  test("of another room can't be decided by whoever has power here", async () => {
    const call = await ask();
    const { id } = await createRoom(ben.ctx, { name: "mine" });
    const here = { room_id: id, decision: "once" as const };
    await expectRefusal(decideCall(ben.ctx, resume, { ...here, call_id: call.id }), "SW_AI_TURN_NOT_FOUND");
    await expectRefusal(decideCall(ben.ctx, resume, { ...here, call_id: absentId }), "SW_AI_TURN_NOT_FOUND");
  });

  test("that is denied never runs, and the model is told", async () => {
    const call = await ask();
    expect(await decide(ana, call, "deny")).toMatchObject({
      state: "denied",
      result: expect.stringContaining("did not allow"),
    });
    await run();
    expect(ran).not.toHaveBeenCalled();
  });

  test("that is approved always runs at once from then on, until that is taken back or its approver may no longer", async () => {
    await decide(ana, await ask(), "always");
    expect(await listApprovedTools(ben.ctx, { room_id: roomId })).toEqual([
      { participant_id: bot.participant.id, tool: "shout", approved_by: ana.participant.id },
    ]);
    expect(await ask("2")).toMatchObject({ state: "approved", decided_by: ana.participant.id });
    const approval = { room_id: roomId, participant_id: bot.participant.id, tool: "shout" };
    await expectRefusal(revokeApproval(ben.ctx, approval), "SW_ROOM_FORBIDDEN");
    await revokeApproval(ana.ctx, approval);
    expect(await ask("3")).toMatchObject({ state: "waiting" });

    await setPower(ana.ctx, { room_id: roomId, participant_id: ben.participant.id, power_level: 60 });
    await decide(ben, await ask("4"), "always");
    expect(await ask("5")).toMatchObject({ state: "approved", decided_by: ben.participant.id });
    await setPower(ana.ctx, { room_id: roomId, participant_id: ben.participant.id, power_level: 0 });
    expect(await ask("6")).toMatchObject({ state: "waiting" });
    await run();
    expect((await calls()).find(({ arguments: args }) => args.includes('"5"'))).toMatchObject({
      state: "failed", result: expect.stringContaining("may no longer"),
    }); // biome-ignore format: one call
    await revokeApproval(ana.ctx, approval);
  });

  test("runs with the exact arguments that were approved or not at all", async () => {
    const call = await ask("harmless");
    await decide(ana, call);
    await update(sql`update app.events set content = jsonb_set(content, '{call,arguments}', '"{\\"text\\":\\"else\\"}"')
      where id = (select event_id from app.ai_tool_calls where id = ${call.id})`);
    await run();
    expect(ran).not.toHaveBeenCalled();
    expect(await calls()).toMatchObject([
      { state: "failed", result: expect.stringContaining("not those that were approved") },
    ]);
  });

  test("on which nobody decides expires, and an approval that comes too late is void", async () => {
    const call = await ask();
    world.clock.advance(approvalMs);
    await expectRefusal(decide(ana, call), "SW_AI_APPROVAL_VOID");
    await expireApproval(host, turn.tenantId, call.id, resume);
    expect(resume).toHaveBeenCalledTimes(1);
    expect(await calls()).toMatchObject([{ state: "expired", result: expect.stringContaining("within 10 minutes") }]);
    await expireApproval(host, turn.tenantId, call.id, resume);
    expect(resume).toHaveBeenCalledTimes(1);
  });

  test("that was approved long ago does not run any more", async () => {
    await decide(ana, await ask());
    world.clock.advance(approvalMs + 1);
    await run();
    expect(ran).not.toHaveBeenCalled();
    expect(await calls()).toMatchObject([{ state: "failed", result: expect.stringContaining("has expired") }]);
  });

  test("of a turn that was stopped can't be approved, and does not run", async () => {
    const [waiting, approved] = [await ask("1"), await ask("2")];
    await decide(ana, approved);
    await transact(world.database, turn.tenantId, world.clock.now(), async (tx) => {
      await tx.rows(sql`update app.ai_turns set state = 'cancelled' where id = ${turn.id}`);
      return tx.emit(await cancelCalls(tx, host, turn.id), () => undefined);
    });
    await expectRefusal(decide(ana, waiting), "SW_AI_APPROVAL_VOID");
    await run();
    expect(ran).not.toHaveBeenCalled();
    expect((await calls()).map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
  });

  test("lets the turn go on only when the last one that waits was decided", async () => {
    const { calls: both } = await request(
      host,
      turn,
      { name: "shout", args: { text: "1" } },
      { name: "shout", args: { text: "2" } },
    );
    await decide(ana, both[0]!);
    expect(resume).not.toHaveBeenCalled();
    await decide(ana, both[1]!, "deny");
    expect(resume).toHaveBeenCalledTimes(1);
  });

  test("in a direct room is decided by the person, who has no power there", async () => {
    const { id } = await createDm(ben.ctx, { participant_id: bot.participant.id });
    await update(sql`insert into app.room_ai (tenant_id, room_id, participant_id, engagement, updated_at)
      values (${turn.tenantId}, ${id}, ${bot.participant.id}, 'always', now()) on conflict do nothing`);
    turn = await startTurn(world, { ai: bot, asker: ben, roomId: id });
    const call = await ask();
    const input = { room_id: id, call_id: call.id, decision: "once" as const };
    await expectRefusal(decideCall(bot.ctx, resume, input), "SW_ROOM_FORBIDDEN");
    expect(await decideCall(ben.ctx, resume, input)).toMatchObject({ state: "approved" });
    await run();
    expect(await calls()).toMatchObject([{ state: "done" }]);
    expect(ran.mock.calls[0]![2].shared).toBe(false);
  });

  test("decided by two at once is decided by one", async () => {
    const call = await ask();
    const outcomes = await Promise.allSettled([decide(ana, call), decide(ana, call, "deny"), decide(ana, call)]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("a tool that misbehaves", () => {
  const withPlugin = (...args: Parameters<typeof pluginOf>) => {
    host = toolHost(world, [...plugins, pluginOf(...args)]);
  };

  test("by not ending is left behind after its time", async () => {
    withPlugin("slow", () => new Promise(() => {}));
    await request(host, turn, { name: "slow", args: {} });
    await run(never, 20);
    expect(await calls()).toMatchObject([{ state: "failed", result: expect.stringContaining("took longer") }]);
  });

  test("by answering fifty megabytes is read only as far as anybody sees, and cut", async () => {
    let pieces = 0;
    let closed = false;
    async function* flood() {
      try {
        for (; pieces < 50; pieces += 1) yield "x".repeat(1_000_000);
      } finally {
        closed = true;
      }
    }
    withPlugin("flood", async () => flood());
    await request(host, turn, { name: "flood", args: {} });
    await run();
    const [call] = await calls();
    expect(call!.result!.length).toBeLessThanOrEqual(maxToolResult);
    expect(call!.result).toContain("left out");
    expect({ pieces, closed }).toEqual({ pieces: 0, closed: true });
  });

  test("by answering what nobody can see or store is cleaned", async () => {
    withPlugin("bad", async () => "a\u0000b\ud800c\u{E0041}\u202Ed");
    await request(host, turn, { name: "bad", args: {} });
    await run();
    expect(await calls()).toMatchObject([{ state: "done", result: "ab\ufffdcd" }]);
  });

  test("by throwing tells nothing of the inside; a failure that it means is told with what to try", async () => {
    withPlugin("bad", async (_, args) => {
      if (args.text) throw new ToolFailure("The shop is closed.", ["Come back tomorrow."]);
      throw new Error("password=hunter2");
    });
    await request(host, turn, { name: "bad", args: {} }, { name: "bad", args: { text: "x" } });
    await run();
    const [inside, meant] = await calls();
    expect(inside!.result).not.toContain("hunter2");
    expect(inside!.result).toContain("Fallback suggestions");
    expect(meant!.result).toContain("The shop is closed.\n\nFallback suggestions: Come back tomorrow.");
  });

  test("by going on after Stop has its answer dropped, and nothing begins after Stop", async () => {
    const stop = new AbortController();
    const signals: AbortSignal[] = [];
    withPlugin("slow", async (_, __, ctx) => {
      signals.push(ctx.signal);
      stop.abort();
      return "too late";
    });
    await request(host, turn, { name: "slow", args: {} });
    await run(stop.signal);
    expect(signals[0]!.aborted).toBe(true);
    expect(await calls()).toMatchObject([{ state: "running", result: null }]);
    await request(host, turn, { name: "echo", args: {} });
    await run(stop.signal);
    expect(ran).not.toHaveBeenCalled();
  });
});

describe("the registry", () => {
  const noop = async () => "";

  test("refuses at the start two plugins of one id, two tools of one name, and malformed ones", () => {
    expect(() => new PluginRegistry([echo, echo])).toThrow("Two plugins are called “test.echo”");
    const other = pluginOf("echo", noop, { manifest: { id: "other.echo" } });
    expect(() => new PluginRegistry([echo, other])).toThrow("both have a tool “echo”");
    expect(() => new PluginRegistry([pluginOf("Bad Name", noop, { manifest: { id: "a.b" } })])).toThrow("not a name");
    expect(() => new PluginRegistry([pluginOf("net", noop, { permissionsRequired: ["network"] })])).toThrow(
      "needs “network”",
    );
    expect(() => new PluginRegistry([pluginOf("x", noop, { manifest: { id: "nonamespace" } })])).toThrow(
      "namespace.name",
    );
  });

  test("lets no dynamic tool take the name of another plugin's", async () => {
    const thief = pluginOf("slow", noop);
    const definition = { ...shout.manifest.tools[0]!, sideEffects: false };
    host = toolHost(world, [
      shout,
      { ...thief, dynamicTools: async () => [definition, { ...definition, name: "fresh" }] },
    ]);
    const tools = await toolsFor(host, turn, never);
    expect(tools.definitions.map(({ name }) => name)).toEqual(["shout", "slow", "fresh"]);
    expect(tools.find("shout")).toMatchObject({ definition: { sideEffects: true } });
  });
});
