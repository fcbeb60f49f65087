import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { maxToolResult } from "#/domain/ai/bounds.ts";
import { maxCallsPerTurn } from "#/domain/ai/tool-calls.ts";
import { ToolFailure } from "#/server/ai/tools/plugin.ts";
import { callsOfTurn } from "#/server/ai/tools/read-calls.ts";
import { PluginRegistry } from "#/server/ai/tools/registry.ts";
import { read } from "#/server/database/transact.ts";
import { bringIn, pluginOf, toolHost } from "../../../../tests/support/ai-world.ts";
import { setToolStage } from "../../../../tests/support/tool-stage.ts";

const stage = setToolStage();
const { ran } = stage;

describe("a tool without side effects", () => {
  test("runs at once, with the asker's rights and the AI's name, and its words are in the log alone", async () => {
    const { calls: requested, waiting } = await stage.request({ name: "echo", args: { text: "hello" } });
    expect(waiting).toBe(false);
    expect(requested).toMatchObject([
      { state: "approved", arguments: '{"text":"hello"}', result: null, decided_by: null },
    ]);
    await stage.run();
    expect(await stage.calls()).toMatchObject([{ state: "done", result: "said hello" }]);
    const [, args, ctx, key] = ran.mock.calls[0]!;
    expect({ args, key }).toEqual({ args: { text: "hello" }, key: requested[0]!.id });
    expect([ctx.asker.actor.participantId, ctx.ai.actor.participantId]).toEqual([
      stage.ben.participant.id,
      stage.bot.participant.id,
    ]);
    expect(ctx).toMatchObject({ shared: true, incognito: false, roomId: stage.roomId });
    const stored = await stage.world
      .owner`select row_to_json(c)::text as row from app.ai_tool_calls c where id = ${key}`;
    expect(stored[0]!.row).not.toContain("hello");
  });

  test("tells how long it ran, the same in the event that ends it and whenever it is read", async () => {
    ran.mockImplementation(() => stage.world.clock.advance(800));
    const { calls: requested } = await stage.request({ name: "echo", args: { text: "a" } });
    expect(requested).toMatchObject([{ took_ms: null }]);
    await stage.run();
    expect(await stage.calls()).toMatchObject([{ state: "done", took_ms: 800 }]);
    const told = (await stage.world.log()).filter(({ type }) => type === "swp.ai.tool_call").at(-1)!;
    expect(told.content).toMatchObject({ call: { state: "done", took_ms: 800 } });
  });

  test("runs beside the others of its step", async () => {
    const both = Promise.withResolvers<void>();
    ran.mockImplementation(() => {
      if (ran.mock.calls.length === 2) both.resolve();
      return both.promise;
    });
    await stage.request({ name: "echo", args: { text: "a" } }, { name: "echo", args: { text: "b" } });
    await stage.run();
    expect((await stage.calls()).map(({ result }) => result)).toEqual(["said a", "said b"]);
  });

  test("is run again with the same key by the attempt after a crash, and only by that one", async () => {
    const { calls: requested } = await stage.request({ name: "echo", args: { text: "a" } });
    await stage.update(sql`update app.ai_tool_calls set state = 'running' where id = ${requested[0]!.id}`);
    await stage.update(sql`update app.ai_turns set attempt = 2 where id = ${stage.turn.id}`);
    await stage.run();
    expect(ran).not.toHaveBeenCalled();
    stage.turn = { ...stage.turn, attempt: 2 };
    await stage.run();
    expect(ran.mock.calls.map(([, , , key]) => key)).toEqual([requested[0]!.id]);
    expect(await stage.calls()).toMatchObject([{ state: "done" }]);
    await stage.run();
    expect(ran).toHaveBeenCalledTimes(1);
  });

  test("whose attempt was overtaken while it ran writes nothing", async () => {
    await stage.request({ name: "echo", args: { text: "late" } });
    ran.mockImplementation(() => stage.update(sql`update app.ai_turns set attempt = 2 where id = ${stage.turn.id}`));
    await stage.run();
    expect(await stage.calls()).toMatchObject([{ state: "running", result: null }]);
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
    const { calls: requested } = await stage.request({ name: "echo", args });
    expect(requested).toMatchObject([{ state: "failed", result: expect.stringContaining(problem) }]);
    expect(requested[0]!.result).toContain("Fallback suggestions");
    await stage.run();
    expect(ran).not.toHaveBeenCalled();
  });

  test("without arguments, and with arguments inside a string, are understood", async () => {
    await stage.request({ name: "echo", args: "" }, { name: "echo", args: JSON.stringify('{"text":"in"}') });
    await stage.run();
    expect((await stage.calls()).map(({ state }) => state)).toEqual(["done", "done"]);
    expect(ran.mock.calls.map(([, args]) => args)).toEqual(expect.arrayContaining([{}, { text: "in" }]));
  });

  test("twice in one step run once", async () => {
    await stage.request({ name: "echo", args: { text: "a" } }, { name: "echo", args: { text: "a" } });
    await stage.run();
    expect(await stage.calls()).toMatchObject([
      { state: "done" },
      { state: "failed", result: expect.stringContaining("same call") },
    ]);
    expect(ran).toHaveBeenCalledTimes(1);
  });

  test("a thousand at once end at the bound, over all steps of the turn", async () => {
    const many = Array.from({ length: 1_000 }, (_, n) => ({ name: "echo", args: { text: String(n) } }));
    const first = await stage.request(...many.slice(0, 20));
    expect(first.exhausted).toBe(false);
    stage.turn = { ...stage.turn, step: 1 };
    const second = await stage.request(...many);
    expect(second.exhausted).toBe(true);
    expect(second.calls.at(-1)).toMatchObject({ state: "failed", result: expect.stringContaining("At most 32") });
    await stage.run();
    expect(ran).toHaveBeenCalledTimes(maxCallsPerTurn);
    expect(await stage.calls()).toHaveLength(maxCallsPerTurn + 1);
  });

  test("with the same name for several calls keep them apart", async () => {
    await stage.request({ id: "x", name: "echo", args: { text: "1" } }, { id: "x", name: "echo", args: { text: "2" } });
    const found = await read(stage.world.database, stage.turn.tenantId, (tx) => callsOfTurn(tx, stage.turn.id));
    expect(new Set(found.map(({ modelCallId }) => modelCallId)).size).toBe(2);
    expect(found.map(({ call }) => call.arguments)).toEqual(['{"text":"1"}', '{"text":"2"}']);
  });
});

describe("what is not there for this AI", () => {
  const refusalOf = async (name = "echo") => {
    const { calls: requested } = await stage.request({ name, args: {} });
    expect(requested[0]!.state).toBe("failed");
    const tools = await stage.tools();
    expect(tools.definitions.map((tool) => tool.name)).not.toContain(name);
    return requested[0]!.result!;
  };

  test("because it does not exist, is refused with what does", async () => {
    expect(await refusalOf("rm_rf")).toContain("Available are: echo, shout");
  });

  test("because it is not in its loadout, tells who can change that", async () => {
    await stage.update(
      sql`update app.ai_participants set plugins = '{test.shout}' where participant_id = ${stage.bot.participant.id}`,
    );
    expect(await refusalOf()).toMatch(/not set up to use .* Admin → AI/);
    await stage.update(sql`update app.ai_participants set plugins = '{test.echo,test.shout,test.slow,test.flood,test.bad}'
      where participant_id = ${stage.bot.participant.id}`);
  });

  test("because the tenant or the room turned it off, tells which; and the room can't turn on what the tenant turned off", async () => {
    const off = JSON.stringify({ "test.echo": false });
    const on = JSON.stringify({ "test.echo": true });
    await stage.update(sql`insert into app.room_ai_defaults (tenant_id, room_id, plugins, updated_at)
      values (${stage.turn.tenantId}, ${stage.roomId}, ${off}::text::jsonb, now())`);
    expect(await refusalOf()).toContain("turned off in this room");
    await stage.update(sql`update app.room_ai_defaults set plugins = ${on}::text::jsonb`);
    await stage.update(
      sql`insert into app.ai_settings (tenant_id, plugins, updated_at) values (${stage.turn.tenantId}, ${off}::text::jsonb, now())`,
    );
    expect(await refusalOf()).toContain("turned off on this server");
    await stage.update(sql`delete from app.ai_settings`);
    await stage.update(sql`delete from app.room_ai_defaults`);
  });

  test("any more when it comes to run, is not run", async () => {
    await stage.request({ name: "echo", args: {} });
    await stage.update(sql`insert into app.ai_settings (tenant_id, plugins, updated_at)
      values (${stage.turn.tenantId}, '{"test.echo": false}', now())`);
    await stage.run();
    await stage.update(sql`delete from app.ai_settings`);
    expect(await stage.calls()).toMatchObject([
      { state: "failed", result: expect.stringContaining("turned off on this server") },
    ]);
    expect(ran).not.toHaveBeenCalled();
  });

  test("because its asker has gone: nothing is", async () => {
    const cat = await stage.world.person("cat");
    await bringIn(stage.world, stage.ana, stage.roomId, cat);
    await stage.ask(cat);
    await stage.request({ name: "echo", args: {} });
    await stage.update(
      sql`update app.room_members set membership = 'leave' where participant_id = ${cat.participant.id}`,
    );
    await stage.run();
    expect(await stage.calls()).toMatchObject([
      { state: "failed", result: expect.stringContaining("no longer in this room") },
    ]);
    expect(ran).not.toHaveBeenCalled();
  });
});

describe("a tool that misbehaves", () => {
  const withPlugin = (...args: Parameters<typeof pluginOf>) => {
    stage.host = toolHost(stage.world, [...stage.plugins, pluginOf(...args)]);
  };

  test("by not ending is left behind after its time", async () => {
    withPlugin("slow", () => new Promise(() => {}));
    await stage.request({ name: "slow", args: {} });
    await stage.run(undefined, 20);
    expect(await stage.calls()).toMatchObject([{ state: "failed", result: expect.stringContaining("took longer") }]);
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
    await stage.request({ name: "flood", args: {} });
    await stage.run();
    const [call] = await stage.calls();
    expect(call!.result!.length).toBeLessThanOrEqual(maxToolResult);
    expect(call!.result).toContain("left out");
    expect({ pieces, closed }).toEqual({ pieces: 0, closed: true });
  });

  test("by answering what nobody can see or store is cleaned", async () => {
    withPlugin("bad", async () => "a\u0000b\ud800c\u{E0041}\u202Ed");
    await stage.request({ name: "bad", args: {} });
    await stage.run();
    expect(await stage.calls()).toMatchObject([{ state: "done", result: "ab\ufffdcd" }]);
  });

  test("by throwing tells nothing of the inside; a failure that it means is told with what to try", async () => {
    withPlugin("bad", async (_, args) => {
      if (args.text) throw new ToolFailure("The shop is closed.", ["Come back tomorrow."]);
      throw new Error("password=hunter2");
    });
    await stage.request({ name: "bad", args: {} }, { name: "bad", args: { text: "x" } });
    await stage.run();
    const [inside, meant] = await stage.calls();
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
    await stage.request({ name: "slow", args: {} });
    await stage.run(stop.signal);
    expect(signals[0]!.aborted).toBe(true);
    expect(await stage.calls()).toMatchObject([{ state: "running", result: null }]);
    await stage.request({ name: "echo", args: {} });
    await stage.run(stop.signal);
    expect(ran).not.toHaveBeenCalled();
  });
});

describe("the registry", () => {
  const noop = async () => "";

  test("refuses at the start two plugins of one id, two tools of one name, and malformed ones", () => {
    expect(() => new PluginRegistry([stage.echo, stage.echo])).toThrow("Two plugins are called “test.echo”");
    const other = pluginOf("echo", noop, { manifest: { id: "other.echo" } });
    expect(() => new PluginRegistry([stage.echo, other])).toThrow("both have a tool “echo”");
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
    const definition = { ...stage.shout.manifest.tools[0]!, sideEffects: false };
    stage.host = toolHost(stage.world, [
      stage.shout,
      { ...thief, dynamicTools: async () => [definition, { ...definition, name: "fresh" }] },
    ]);
    const tools = await stage.tools();
    expect(tools.definitions.map(({ name }) => name)).toEqual(["shout", "slow", "fresh"]);
    expect(tools.find("shout")).toMatchObject({ definition: { sideEffects: true } });
  });
});
