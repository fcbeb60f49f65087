import * as z from "zod/mini";
import { errorTable } from "#/domain/errors.ts";
import { id } from "#/domain/ids.ts";
import { participant } from "#/domain/participants/schema.ts";
import { engagementModes, responseModes } from "#/domain/workspaces/schema.ts";

/** Where a turn is. The last five are ends: nothing is written to it after them. */
export const turnStates = [
  "queued", "running", "waiting", "done", "silent", "cancelled", "interrupted", "failed",
] as const; // biome-ignore format: one list
export type TurnState = (typeof turnStates)[number];

/** `waiting` for an approval; `approved` and not yet begun. */
export const toolCallStates = [
  "waiting", "approved", "running", "done", "failed", "denied", "expired", "cancelled",
] as const; // biome-ignore format: one list
export type ToolCallState = (typeof toolCallStates)[number];

export const reasoningEfforts = ["low", "medium", "high"] as const;

/** What shapes a model's choice of words. Absent keys are the participant's own, and then the gateway's. */
export const sampling = z.object({
  temperature: z.optional(z.number().check(z.minimum(0), z.maximum(2))),
  top_p: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
  max_tokens: z.optional(z.int().check(z.minimum(1), z.maximum(200_000))),
  frequency_penalty: z.optional(z.number().check(z.minimum(-2), z.maximum(2))),
  presence_penalty: z.optional(z.number().check(z.minimum(-2), z.maximum(2))),
  reasoning_effort: z.optional(z.enum(reasoningEfforts)),
});
export type Sampling = z.infer<typeof sampling>;

/** The protocol's default; 0.3 for answers that should not vary. */
export const defaultTemperature = 0.7;

/** How other AIs consult a specialist: one question, one answer. */
export const helperSettings = z.object({
  helper_enabled: z.boolean(),
  helper_role_description: z.string().check(z.maxLength(500)),
  /** A hundred times the temperature: 30 is 0.30. */
  helper_temperature: z.int().check(z.minimum(0), z.maximum(200)),
  helper_daily_token_cap: z.int().check(z.minimum(0), z.maximum(1_000_000_000)),
  planner_enabled: z.boolean(),
  /** Reached by `call_helper` instead of by a tool of its own. */
  above_threshold_dispatcher_only: z.boolean(),
});
export type HelperSettings = z.infer<typeof helperSettings>;

/** An AI as the tenant's admins see it. */
export const aiParticipant = z.object({
  participant,
  /** `model` takes part in rooms; `helper` answers other AIs as well. */
  description: z.nullable(z.string()),
  system_prompt: z.string(),
  plugins: z.array(z.string()),
  sampling,
  response_mode: z.nullable(z.enum(responseModes)),
  monthly_token_cap: z.nullable(z.number()),
  /** Tokens of this month, those held for calls under way included. */
  tokens_this_month: z.number(),
  helper: helperSettings,
  /** Whether the built-in demo model answers for it, because no gateway is configured. */
  demo: z.boolean(),
  created_at: z.string(),
  deactivated_at: z.nullable(z.string()),
});
export type AiParticipant = z.infer<typeof aiParticipant>;

/** An AI as everyone sees it: what it is, and what it may use. */
export const aiCard = z.object({
  participant,
  description: z.nullable(z.string()),
  plugins: z.array(z.string()),
  demo: z.boolean(),
  /** Who looks after it. */
  created_by: z.nullable(id),
});
export type AiCard = z.infer<typeof aiCard>;

/** How an AI behaves in a room: its own choice there, and what holds after all defaults. */
export const roomAi = z.object({
  participant_id: id,
  engagement: z.enum(engagementModes),
  keywords: z.array(z.string()),
  response_mode: z.nullable(z.enum(responseModes)),
  /** What the room says of it; the words of its own prompt are told to admins only. */
  system_prompt: z.nullable(z.string()),
  sampling,
  demo: z.boolean(),
  /** Whether what was said earlier reaches it as a summary. */
  compacted: z.boolean(),
});
export type RoomAi = z.infer<typeof roomAi>;

const codes = Object.keys(errorTable) as [keyof typeof errorTable];

/** One answer of one AI, without its words. */
export const turn = z.object({
  id,
  room_id: id,
  thread_root_id: z.nullable(id),
  participant_id: id,
  asker_id: id,
  trigger_event_id: id,
  state: z.enum(turnStates),
  response_mode: z.enum(responseModes),
  model: z.nullable(z.string()),
  alternative_of: z.nullable(id),
  /** Why it failed. */
  code: z.nullable(z.enum(codes)),
  /** Who stopped it; null for one that ended by itself or by a newer message. */
  ended_by: z.nullable(id),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  context_window: z.nullable(z.number()),
  created_at: z.string(),
  ended_at: z.nullable(z.string()),
});
export type Turn = z.infer<typeof turn>;

export const toolCall = z.object({
  id,
  turn_id: id,
  participant_id: id,
  step: z.number(),
  tool: z.string(),
  plugin_id: z.nullable(z.string()),
  side_effects: z.boolean(),
  /** The exact JSON text that will be, or was, carried out. */
  arguments: z.string(),
  state: z.enum(toolCallStates),
  /** What the tool answered, as the model reads it. */
  result: z.nullable(z.string()),
  /** Who approved or denied; null when the tool needs nobody's word. */
  decided_by: z.nullable(id),
  /** Until when it waits for approval. */
  expires_at: z.nullable(z.string()),
  /** How long it ran; null until it ended, and where it never began. Absent from events of before it was told. */
  took_ms: z.optional(z.nullable(z.number())),
});
export type ToolCall = z.infer<typeof toolCall>;
