import { afterAll, beforeAll, expect, test } from "vitest";
import { listAudit } from "#/server/admin/list-audit.ts";
import { listPlugins, listRoomPlugins, togglePlugin, toggleRoomPlugin } from "#/server/ai/plugin-switches.ts";
import { PluginRegistry } from "#/server/ai/tools/registry.ts";
import { toolsFor } from "#/server/ai/tools/tools-for.ts";
import { createDm } from "#/server/rooms/create-dm.ts";
import { createRoom } from "#/server/rooms/create-room.ts";
import { addAi, bringIn, pluginOf, startTurn, toolHost } from "../../../tests/support/ai-world.ts";
import { expectRefusal } from "../../../tests/support/refusal.ts";
import { makeWorld, type Person, type World } from "../../../tests/support/world.ts";

const echo = pluginOf("echo", async () => "");
const shy = pluginOf("shy", async () => "", { sideEffects: true, usage: "/shy", manifest: { onByDefault: false } });
const registry = new PluginRegistry([echo, shy]);

let world: World;
let ana: Person;
let ben: Person;
let bot: Person;
let room_id: string;
let offered: () => Promise<string[]>;

beforeAll(async () => {
  world = await makeWorld();
  ana = await world.person("ana", { roles: ["owner"] });
  ben = await world.person("ben");
  bot = await addAi(world, "bot", { plugins: ["test.echo", "test.shy"] });
  room_id = (await createRoom(ana.ctx, { name: "talk" })).id;
  await bringIn(world, ana, room_id, ben, bot);
  const host = toolHost(world, [echo, shy]);
  offered = async () => {
    const turn = await startTurn(world, { ai: bot, asker: ben, roomId: room_id });
    return (await toolsFor(host, turn, new AbortController().signal)).definitions.map(({ name }) => name);
  };
});
afterAll(() => world.drop());

test("a plugin is on as it comes until an admin turns it on or off, and the audit log says who did", async () => {
  expect((await listPlugins(ben.ctx, registry)).map(({ id, enabled }) => [id, enabled])).toEqual([
    ["test.echo", true],
    ["test.shy", false],
  ]);
  expect(await offered()).toEqual(["echo"]);
  expect(await togglePlugin(ana.ctx, registry, { plugin_id: "test.shy", enabled: true })).toMatchObject({
    enabled: true, tools: [{ name: "shy", usage: "/shy", side_effects: true }],
  }); // biome-ignore format: one answer
  await togglePlugin(ana.ctx, registry, { plugin_id: "test.echo", enabled: false });
  expect(await offered()).toEqual(["shy"]);
  await togglePlugin(ana.ctx, registry, { plugin_id: "test.echo", enabled: true });
  expect(await offered()).toEqual(["echo", "shy"]);
  const { items } = await listAudit(ana.ctx, { action: "ai.plugin_toggled", limit: 10 });
  expect(items.map(({ actor_id, target_id, details }) => [actor_id, target_id, details.enabled])).toEqual(
    expect.arrayContaining([
      [ana.participant.id, "test.shy", true],
      [ana.participant.id, "test.echo", false],
    ]),
  );
});

test("a room takes a plugin away from its AIs alone, by who may set up AIs there, and never has more than the tenant", async () => {
  const toggle = (who: Person, plugin_id: string, enabled: boolean) =>
    toggleRoomPlugin(who.ctx, registry, { room_id, plugin_id, enabled });
  await expectRefusal(toggle(ben, "test.echo", false), "SW_ROOM_FORBIDDEN");
  expect(await toggle(ana, "test.echo", false)).toMatchObject({ enabled: false, enabled_for_tenant: true });
  expect(await offered()).toEqual(["shy"]);
  await togglePlugin(ana.ctx, registry, { plugin_id: "test.shy", enabled: false });
  expect(await toggle(ana, "test.shy", true)).toMatchObject({ enabled: false, enabled_for_tenant: false });
  expect(await offered()).toEqual([]);
  expect(await toggle(ana, "test.echo", true)).toMatchObject({ enabled: true });
  expect((await listRoomPlugins(ben.ctx, registry, room_id)).map(({ plugin_id, enabled }) => [plugin_id, enabled])).toEqual([
    ["test.echo", true], ["test.shy", false],
  ]); // biome-ignore format: two plugins
});

test("in a direct room its person takes plugins away and gives them back, although they have no power there", async () => {
  const { id: dm } = await createDm(ben.ctx, { participant_id: bot.participant.id });
  const toggle = (who: Person, enabled: boolean) =>
    toggleRoomPlugin(who.ctx, registry, { room_id: dm, plugin_id: "test.echo", enabled });
  expect(await toggle(ben, false)).toMatchObject({ plugin_id: "test.echo", enabled: false });
  expect(await toggle(ben, true)).toMatchObject({ enabled: true });
  // An admin of the tenant is as much a stranger to it as anybody else.
  await expectRefusal(toggle(ana, false), "SW_ROOM_NOT_FOUND");
});

test("what is not there can't be turned on, and another tenant neither sees the room nor shares a choice", async () => {
  await expectRefusal(
    togglePlugin(ana.ctx, registry, { plugin_id: "test.none", enabled: true }),
    "SW_PLUGIN_NOT_FOUND",
  );
  await expectRefusal(
    toggleRoomPlugin(ana.ctx, registry, { room_id, plugin_id: "test.none", enabled: true }),
    "SW_PLUGIN_NOT_FOUND",
  );
  const eve = await (await world.tenant("acme")).person("eve", { roles: ["owner"] });
  await expectRefusal(
    toggleRoomPlugin(eve.ctx, registry, { room_id, plugin_id: "test.echo", enabled: false }),
    "SW_ROOM_NOT_FOUND",
  );
  await expectRefusal(listRoomPlugins(eve.ctx, registry, room_id), "SW_ROOM_NOT_FOUND");
  await togglePlugin(eve.ctx, registry, { plugin_id: "test.echo", enabled: false });
  expect((await listPlugins(ana.ctx, registry))[0]).toMatchObject({ enabled: true });
});
