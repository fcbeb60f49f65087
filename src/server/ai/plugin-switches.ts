import { sql } from "drizzle-orm";
import { canEngage } from "#/domain/ai/rights.ts";
import type { PluginInfo, RoomPlugin, TogglePluginInput, ToggleRoomPluginInput } from "#/domain/ai/tool-inputs.ts";
import { SwError } from "#/domain/errors.ts";
import type { Plugin } from "#/server/ai/tools/plugin.ts";
import type { PluginRegistry } from "#/server/ai/tools/registry.ts";
import { isOnForTenant } from "#/server/ai/tools/tools-for.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { audit, auditorOf } from "#/server/log/audit.ts";
import { allow, refuse, seeRoom } from "#/server/rooms/access.ts";

type Choices = Record<string, boolean>;

/** Every plugin with its tools, and whether the tenant has it on. */
export function listPlugins(ctx: Context, registry: PluginRegistry): Promise<PluginInfo[]> {
  return reading(ctx, async (tx) => {
    const choices = await choicesOf(tx);
    return registry.list().map((plugin) => infoOf(plugin, choices));
  });
}

/** Turns a plugin on or off for the whole tenant. For admins; whoever calls has checked that. SW_PLUGIN_NOT_FOUND. */
export async function togglePlugin(
  ctx: Context,
  registry: PluginRegistry,
  input: TogglePluginInput,
): Promise<PluginInfo> {
  const plugin = registry.plugin(input.plugin_id);
  if (!plugin) throw new SwError("SW_PLUGIN_NOT_FOUND");
  return writing(ctx, async (tx) => {
    const choice = JSON.stringify({ [input.plugin_id]: input.enabled });
    const now = ctx.now().toISOString();
    tx.alongside(sql`
      insert into app.ai_settings (tenant_id, plugins, updated_at) values (${tx.tenantId}, ${choice}::text::jsonb, ${now}::timestamptz)
      on conflict (tenant_id) do update set plugins = app.ai_settings.plugins || excluded.plugins, updated_at = excluded.updated_at`);
    const target = { type: "plugin", id: input.plugin_id };
    audit(tx, auditorOf(ctx), { action: "ai.plugin_toggled", target, details: { enabled: input.enabled } });
    return tx.emit([], () => infoOf(plugin, { [input.plugin_id]: input.enabled }));
  });
}

/** The plugins that the tenant has, and whether the room leaves them to its AIs. */
export function listRoomPlugins(ctx: Context, registry: PluginRegistry, roomId: string): Promise<RoomPlugin[]> {
  return reading(ctx, async (tx) => {
    allow(await seeRoom(tx, ctx.actor, roomId), "read");
    const [choices, inRoom] = await Promise.all([choicesOf(tx), roomChoicesOf(tx, roomId)]);
    return registry.list().map((plugin) => roomInfoOf(plugin, choices, inRoom));
  });
}

/**
 * Takes a plugin from the AIs of a room, or gives it back: it can never have more than the tenant. For whoever may
 * set up AIs there; in a direct room for its person. SW_ROOM_NOT_FOUND, SW_ROOM_FORBIDDEN, SW_PLUGIN_NOT_FOUND.
 */
export function toggleRoomPlugin(
  ctx: Context,
  registry: PluginRegistry,
  { room_id, plugin_id, enabled }: ToggleRoomPluginInput,
): Promise<RoomPlugin> {
  return writing(ctx, async (tx) => {
    refuse(canEngage(await seeRoom(tx, ctx.actor, room_id)));
    const plugin = registry.plugin(plugin_id);
    if (!plugin) throw new SwError("SW_PLUGIN_NOT_FOUND");
    const choice = JSON.stringify({ [plugin_id]: enabled });
    const now = ctx.now().toISOString();
    await tx.rows(sql`
      insert into app.room_ai_defaults (tenant_id, room_id, plugins, updated_at)
      values (${tx.tenantId}, ${room_id}, ${choice}::text::jsonb, ${now}::timestamptz)
      on conflict (tenant_id, room_id) do update set
        plugins = app.room_ai_defaults.plugins || excluded.plugins, updated_at = excluded.updated_at`);
    audit(tx, auditorOf(ctx), {
      action: "ai.plugin_toggled",
      target: { type: "room", id: room_id },
      details: { plugin_id, enabled },
    });
    const [choices, inRoom] = await Promise.all([choicesOf(tx), roomChoicesOf(tx, room_id)]);
    return tx.emit([], () => roomInfoOf(plugin, choices, inRoom));
  });
}

async function choicesOf(tx: Reader): Promise<Choices> {
  const [row] = await tx.rows<{ plugins: Choices }>(sql`select plugins from app.ai_settings`);
  return row?.plugins ?? {};
}

async function roomChoicesOf(tx: Reader, roomId: string): Promise<Choices> {
  const [row] = await tx.rows<{ plugins: Choices }>(
    sql`select plugins from app.room_ai_defaults where room_id = ${roomId}`,
  );
  return row?.plugins ?? {};
}

function infoOf({ manifest }: Plugin, choices: Choices): PluginInfo {
  const { id, name, version, description, permissions, scope } = manifest;
  const tools = manifest.tools.map((tool) => ({
    name: tool.name,
    description: tool.description,
    usage: tool.usage ?? null,
    side_effects: tool.sideEffects,
  }));
  const enabled = isOnForTenant(manifest, choices);
  return { id, name, version, description, permissions: [...permissions], scope, enabled, tools };
}

function roomInfoOf({ manifest }: Plugin, choices: Choices, inRoom: Choices): RoomPlugin {
  const enabled_for_tenant = isOnForTenant(manifest, choices);
  const enabled = enabled_for_tenant && inRoom[manifest.id] !== false;
  return { plugin_id: manifest.id, name: manifest.name, enabled, enabled_for_tenant };
}
