import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";

const pluginId = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,63}$/));
const tool = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,63}$/));

export const decideCallInput = z.strictObject({
  room_id: id,
  call_id: id,
  decision: z.enum(["once", "always", "deny"]),
});
export type DecideCallInput = z.infer<typeof decideCallInput>;

export const waitingCallsInput = z.strictObject({
  room_id: id,
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(10_000)), 0),
});
export type WaitingCallsInput = z.infer<typeof waitingCallsInput>;

export const revokeApprovalInput = z.strictObject({ room_id: id, participant_id: id, tool });
export type RevokeApprovalInput = z.infer<typeof revokeApprovalInput>;

/** A tool that an AI may use in a room without being asked again. */
export const approvedTool = z.object({ participant_id: id, tool: z.string(), approved_by: id });
export type ApprovedTool = z.infer<typeof approvedTool>;

export const togglePluginInput = z.strictObject({ plugin_id: pluginId, enabled: z.boolean() });
export type TogglePluginInput = z.infer<typeof togglePluginInput>;

export const toggleRoomPluginInput = z.strictObject({ room_id: id, plugin_id: pluginId, enabled: z.boolean() });
export type ToggleRoomPluginInput = z.infer<typeof toggleRoomPluginInput>;

/** A plugin as everyone sees it, with whether the tenant has it on. */
export const pluginInfo = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  description: z.string(),
  permissions: z.array(z.string()),
  scope: z.enum(["private", "room", "public"]),
  enabled: z.boolean(),
  tools: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      usage: z.nullable(z.string()),
      /** A person of the room approves each call. */
      side_effects: z.boolean(),
    }),
  ),
});
export type PluginInfo = z.infer<typeof pluginInfo>;

/** A plugin in one room: on for the tenant, and not taken away here. */
export const roomPlugin = z.object({
  plugin_id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  enabled_for_tenant: z.boolean(),
});
export type RoomPlugin = z.infer<typeof roomPlugin>;

/** A specialist that the AIs of a room may consult. */
export const helperInfo = z.object({
  participant_id: id,
  local_id: z.string(),
  display_name: z.string(),
  description: z.string(),
  /** The tool by which it is asked; null for one that is reached by `call_helper`. */
  tool: z.nullable(z.string()),
});
export type HelperInfo = z.infer<typeof helperInfo>;
