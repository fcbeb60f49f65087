import { sql } from "drizzle-orm";
import { createAiInput } from "../../src/domain/ai/inputs.ts";
import type { HelperSettings, ToolCall } from "../../src/domain/ai/schema.ts";
import { createAi } from "../../src/server/ai/participants.ts";
import { hashOf } from "../../src/server/ai/tools/call-rows.ts";
import type { ToolHost, TurnRef } from "../../src/server/ai/tools/host.ts";
import type { Plugin, ToolDefinition } from "../../src/server/ai/tools/plugin.ts";
import { PluginRegistry } from "../../src/server/ai/tools/registry.ts";
import { requestCalls } from "../../src/server/ai/tools/request-calls.ts";
import { toolsFor } from "../../src/server/ai/tools/tools-for.ts";
import { writing } from "../../src/server/database/context.ts";
import { transact } from "../../src/server/database/transact.ts";
import { sendMessage } from "../../src/server/messages/send-message.ts";
import type { ModelToolCall } from "../../src/server/ports/inference/port.ts";
import { inviteToRoom, joinRoom } from "../../src/server/rooms/membership.ts";
import { type Person, rows, type TenantWorld, type World } from "./world.ts";

export type AiOptions = {
  plugins?: string[];
  cap?: number | null;
  helper?: Partial<HelperSettings>;
  type?: "model" | "helper";
  prompt?: string;
};

/** Admits an AI as the admin page would. */
export async function addAi(
  world: World,
  localId: string,
  options: AiOptions = {},
  tenant: TenantWorld = world,
): Promise<Person> {
  const ai = await tenant.person(localId, { participant_type: options.type ?? "model", model: "test-model" });
  await rows(
    world,
    tenant,
    sql`
    insert into app.ai_participants (tenant_id, participant_id, system_prompt, plugins, monthly_token_cap, helper, created_at, updated_at)
    values (${tenant.tenantId}, ${ai.participant.id}, ${options.prompt ?? ""},
      array(select jsonb_array_elements_text(${JSON.stringify(options.plugins ?? [])}::text::jsonb)),
      ${options.cap ?? null}, ${JSON.stringify(options.helper ?? {})}::text::jsonb, now(), now())
    on conflict (tenant_id, participant_id) do update set plugins = excluded.plugins, helper = excluded.helper,
      monthly_token_cap = excluded.monthly_token_cap, system_prompt = excluded.system_prompt`,
  );
  return ai;
}

/** Brings somebody into a room, AIs too, however they come in there. */
export async function bringIn(world: World, owner: Person, roomId: string, ...guests: Person[]): Promise<void> {
  for (const guest of guests) {
    await inviteToRoom(owner.ctx, { room_id: roomId, participant_id: guest.participant.id });
    await joinRoom(guest.ctx, { room_id: roomId });
    if (guest.participant.participant_type !== "human") {
      await rows(
        world,
        world,
        sql`
        insert into app.room_ai (tenant_id, room_id, participant_id, engagement, updated_at)
        values (${owner.ctx.actor.tenantId}, ${roomId}, ${guest.participant.id}, 'mention', now()) on conflict do nothing`,
      );
    }
  }
}

/** A turn at work: what an AI's answer to a new message looks like to its tools. */
export async function startTurn(world: World, who: { ai: Person; asker: Person; roomId: string }): Promise<TurnRef> {
  const { ai, asker, roomId } = who;
  const trigger = await sendMessage(asker.ctx, { room_id: roomId, content: { body: "please" } });
  const id = world.newId();
  const { tenantId } = asker.ctx.actor;
  await rows(
    world,
    world,
    sql`
    with over as (
      update app.ai_turns set state = 'done', ended_at = now()
      where room_id = ${roomId} and participant_id = ${ai.participant.id} and state in ('running', 'waiting') returning id
    )
    select count(*) from over`,
  );
  await rows(
    world,
    world,
    sql`
    insert into app.ai_turns (tenant_id, id, room_id, participant_id, asker_id, trigger_event_id, state, response_mode, attempt, created_at)
    values (${tenantId}, ${id}, ${roomId}, ${ai.participant.id}, ${asker.participant.id}, ${trigger.id}, 'running', 'streaming', 1, now())`,
  );
  const place = { tenantId, id, roomId, threadRootId: null };
  return { ...place, participantId: ai.participant.id, askerId: asker.participant.id, attempt: 1, step: 0 };
}

/** A call that waits for a person, of an AI that was made for it; answers its id. */
export async function waitingCallOf({ ctx }: Pick<Person, "ctx">, roomId: string, triggerId: string): Promise<string> {
  const { tenantId, participantId } = ctx.actor;
  const [turnId, callId, eventId] = [ctx.newId(), ctx.newId(), ctx.newId()];
  const local_id = `ai-${callId.slice(-12)}`;
  const facts = { now: ctx.now(), instanceGateway: false };
  const ai = await createAi(ctx, facts, createAiInput.parse({ local_id, display_name: "Asking" }));
  const call: ToolCall = {
    id: callId, turn_id: turnId, participant_id: ai.participant.id, step: 0, tool: "post_message", plugin_id: "scaiwave.rooms",
    side_effects: true, arguments: "{}", state: "waiting", result: null, decided_by: null, expires_at: null,
  }; // biome-ignore format: one call
  return writing(ctx, async (tx) => {
    await tx.rows(sql`
      insert into app.ai_turns (tenant_id, id, room_id, participant_id, asker_id, trigger_event_id, state, response_mode, created_at)
      values (${tenantId}, ${turnId}, ${roomId}, ${ai.participant.id}, ${participantId}, ${triggerId}, 'waiting', 'streaming', now())`);
    await tx.rows(sql`
      insert into app.ai_tool_calls (tenant_id, id, turn_id, room_id, participant_id, step, model_call_id, plugin_id, tool,
        side_effects, state, arguments_hash, event_id, created_at)
      values (${tenantId}, ${callId}, ${turnId}, ${roomId}, ${ai.participant.id}, 0, 'call_0', 'scaiwave.rooms', 'post_message',
        true, 'waiting', decode(${hashOf("{}")}, 'hex'), ${eventId}, now())`);
    const place = { room_id: roomId, workspace_id: null, sender_id: ai.participant.id };
    return tx.emit([{ id: eventId, type: "swp.ai.tool_call", ...place, content: { call } }], () => callId);
  });
}

export function toolHost(world: World, plugins: readonly Plugin[]): ToolHost {
  const { database, newId, clock } = world;
  return { database, newId, now: clock.now, wake: { advanced: () => {} }, plugins: new PluginRegistry(plugins) };
}

/** What a model that calls tools does to a turn: requests one step's calls, as the loop of turns does. */
export async function request(host: ToolHost, turn: TurnRef, ...calls: { name: string; args: unknown; id?: string }[]) {
  const tools = await toolsFor(host, turn, new AbortController().signal);
  const asked: ModelToolCall[] = calls.map(({ name, args, id }, index) => ({
    id: id ?? `call_${index}`,
    name,
    arguments: typeof args === "string" ? args : JSON.stringify(args),
  }));
  return transact(host.database, turn.tenantId, host.now(), async (tx) => {
    const requested = await requestCalls(tx, host, turn, tools, asked);
    return tx.emit(requested.events, () => requested);
  });
}

/** A plugin of one tool that does what a test says. */
export function pluginOf(
  name: string,
  run: Plugin["executeTool"],
  more: Partial<ToolDefinition> & { manifest?: Partial<Plugin["manifest"]> } = {},
): Plugin {
  const { manifest, ...definition } = more;
  return {
    manifest: {
      id: `test.${name}`, name, version: "1.0.0", description: name, permissions: [], injectsContext: false, scope: "private",
      onByDefault: true,
      tools: [{
        name, description: name, permissionsRequired: [], sideEffects: false,
        parameters: { type: "object", properties: { text: { type: "string", maxLength: 20_000 } }, additionalProperties: false },
        ...definition,
      }],
      ...manifest,
    },
    executeTool: run,
  }; // biome-ignore format: one plugin
}
