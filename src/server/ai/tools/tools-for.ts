import { sql } from "drizzle-orm";
import type { ToolHost, TurnRef } from "#/server/ai/tools/host.ts";
import type { Plugin, PluginContext, ToolDefinition } from "#/server/ai/tools/plugin.ts";
import { type KnownTool, problemWith } from "#/server/ai/tools/registry.ts";
import { type Context, innerActor } from "#/server/database/context.ts";
import { read } from "#/server/database/transact.ts";
import { log } from "#/server/log-lines.ts";
import type { ModelTool } from "#/server/ports/inference/port.ts";

/** What function calling takes at most. */
const maxTools = 128;
/** How long a plugin may think about what it offers here. */
const offerMs = 2_000;
const maxContextLine = 500;

export type ContextLine = { readonly pluginId: string; readonly text: string };

/** What one AI may use in one turn. Everything that is not in here is refused, with the reason. */
export type TurnTools = {
  /** As the model gets them. */
  readonly definitions: readonly ModelTool[];
  /** Lines for the prompt, one a plugin. */
  readonly contextLines: readonly ContextLine[];
  /** The tool, or one sentence on why it is not there and how to change that. */
  find(name: string): KnownTool | string;
  readonly context: PluginContext | null;
};

type Facts = {
  server_name: string;
  ai_roles: string[];
  asker_roles: string[];
  loadout: string[];
  on_for_tenant: Record<string, boolean>;
  on_in_room: Record<string, boolean>;
  incognito: boolean;
  shared: boolean;
};

/**
 * The tools of a turn, deny by default: a plugin must be in the AI's loadout, on for the tenant, and not taken away in the
 * room. A tenant that hides AI, an AI that has left and an asker whose account is closed or who left have none.
 */
export async function toolsFor(host: ToolHost, turn: TurnRef, signal: AbortSignal): Promise<TurnTools> {
  const facts = await factsOf(host, turn);
  if (!facts) return none("No tools can be used here: the AI or the one who asked is no longer in this room.");
  const context = contextOf(host, turn, facts, signal);
  const plugins = host.plugins.list().filter((plugin) => whyNot(plugin, facts) === null);
  const dynamic = await Promise.all(plugins.map((plugin) => dynamicToolsOf(host, plugin, context)));
  const known = new Map<string, KnownTool>();
  for (const [index, plugin] of plugins.entries()) {
    for (const definition of [...plugin.manifest.tools, ...dynamic[index]!]) {
      if (!known.has(definition.name) && known.size < maxTools) known.set(definition.name, { plugin, definition });
    }
  }
  const lines = await Promise.all(plugins.map((plugin) => lineOf(plugin, context)));
  return {
    definitions: [...known.values()].map(({ definition }) => ({
      name: definition.name,
      description: definition.description,
      parameters: definition.parameters,
    })),
    contextLines: lines.filter((line) => line !== null),
    find: (name) => known.get(name) ?? refusal(host, name, facts, [...known.keys()]),
    context,
  };
}

function none(reason: string): TurnTools {
  return { definitions: [], contextLines: [], find: () => reason, context: null };
}

async function factsOf({ database }: ToolHost, turn: TurnRef): Promise<Facts | null> {
  const [row] = await read(database, turn.tenantId, (tx) =>
    tx.rows<Facts>(sql`
      select p.server_name, to_jsonb(p.roles) as ai_roles, to_jsonb(a.roles) as asker_roles,
        to_jsonb(ai.plugins) as loadout, coalesce(s.plugins, '{}') as on_for_tenant,
        coalesce(d.plugins, '{}') as on_in_room, r.room_type = 'incognito' as incognito,
        r.room_type = 'public' or exists (
          select from app.room_members o join app.participants op on op.id = o.participant_id
          where o.room_id = r.id and o.membership = 'join' and o.participant_id <> a.id and op.participant_type not in ('model', 'agent', 'helper')
        ) as shared
      from app.ai_participants ai
      join app.participants p on p.id = ai.participant_id and p.deactivated_at is null
      join app.participants a on a.id = ${turn.askerId} and a.deactivated_at is null
      join app.rooms r on r.id = ${turn.roomId} and r.deleted_at is null
      join app.room_members m on m.room_id = r.id and m.participant_id = p.id and m.membership = 'join'
      join app.room_members am on am.room_id = r.id and am.participant_id = a.id and am.membership = 'join'
      left join app.ai_settings s on true
      left join app.room_ai_defaults d on d.room_id = r.id
      where ai.participant_id = ${turn.participantId} and not coalesce(s.hidden, false)`),
  );
  return row ?? null;
}

function contextOf(host: ToolHost, turn: TurnRef, facts: Facts, signal: AbortSignal): PluginContext {
  const around: Omit<Context, "actor"> = {
    database: host.database,
    now: host.now,
    newId: host.newId,
    advanced: (id) => host.wake.advanced(id),
  };
  const who = { tenantId: turn.tenantId, serverName: facts.server_name };
  const actor = (participantId: string, roles: string[]) => innerActor({ ...who, participantId, roles });
  return {
    asker: { ...around, actor: actor(turn.askerId, facts.asker_roles) },
    ai: { ...around, actor: actor(turn.participantId, facts.ai_roles) },
    roomId: turn.roomId,
    threadRootId: turn.threadRootId,
    turnId: turn.id,
    shared: facts.shared,
    incognito: facts.incognito,
    now: host.now,
    signal,
  };
}

/** Why this AI can't use the plugin here and who can change that; null when it can. */
function whyNot({ manifest }: Plugin, facts: Facts): string | null {
  const { id, name } = manifest;
  if (!isOnForTenant(manifest, facts.on_for_tenant)) {
    return `The plugin “${name}” is turned off on this server. An admin can turn it on under Admin → AI → Plugins.`;
  }
  if (!facts.loadout.includes(id)) {
    return `This AI is not set up to use the plugin “${name}”. An admin can add it to this AI under Admin → AI.`;
  }
  if (facts.on_in_room[id] === false) {
    return `The plugin “${name}” is turned off in this room. Someone who may set up AIs here can turn it on in the room's AI settings.`;
  }
  return null;
}

export function isOnForTenant(manifest: Plugin["manifest"], choices: Readonly<Record<string, boolean>>): boolean {
  return Object.hasOwn(choices, manifest.id) ? choices[manifest.id]! : manifest.onByDefault;
}

function refusal(host: ToolHost, name: string, facts: Facts, there: string[]): string {
  const known = host.plugins.tool(name);
  const reason = known && whyNot(known.plugin, facts);
  if (reason) return reason;
  return `There is no tool of this name. Available are: ${there.join(", ") || "none"}.`;
}

async function dynamicToolsOf(host: ToolHost, plugin: Plugin, context: PluginContext): Promise<ToolDefinition[]> {
  const found = await offered(plugin, () => plugin.dynamicTools?.(context));
  // A dynamic one never takes the name of a plugin's own: the rules of that one would no longer hold for it.
  return (found ?? [])
    .slice(0, maxTools)
    .filter((definition) => !host.plugins.tool(definition.name) && problemWith(plugin, definition) === null);
}

async function lineOf(plugin: Plugin, context: PluginContext): Promise<ContextLine | null> {
  if (!plugin.manifest.injectsContext) return null;
  const text = await offered(plugin, () => plugin.systemContext?.(context));
  const line = text?.replace(/\s+/g, " ").trim().slice(0, maxContextLine);
  return line ? { pluginId: plugin.manifest.id, text: line } : null;
}

/** A plugin that fails or dawdles here offers nothing; the turn goes on. */
async function offered<T>(plugin: Plugin, ask: () => Promise<T> | undefined): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, offerMs, undefined);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch (error) {
    log.warn(
      { plugin: plugin.manifest.id, reason: error instanceof Error ? error.name : "unknown" },
      "a plugin failed",
    );
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
