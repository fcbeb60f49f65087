import { bigint, boolean, date, integer, jsonb, text, uuid } from "drizzle-orm/pg-core";
import type { HelperSettings, Sampling, ToolCallState, TurnState } from "#/domain/ai/schema.ts";
import type { EngagementMode, ResponseMode } from "#/domain/workspaces/schema.ts";
import { app, bytes, instant, tenantId } from "#/server/database/schema.ts";

export const aiSettings = app.table("ai_settings", {
  tenantId: tenantId(),
  gatewayUrl: text("gateway_url"),
  gatewayKey: bytes("gateway_key"),
  credentials: text("credentials").$type<"tenant" | "person">().notNull(),
  defaultModel: text("default_model"),
  models: text("models").array(),
  plugins: jsonb("plugins").$type<Record<string, boolean>>().notNull(),
  hidden: boolean("hidden").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const aiParticipants = app.table("ai_participants", {
  tenantId: tenantId(),
  participantId: uuid("participant_id").notNull(),
  description: text("description"),
  systemPrompt: text("system_prompt").notNull(),
  plugins: text("plugins").array().notNull(),
  sampling: jsonb("sampling").$type<Sampling>().notNull(),
  responseMode: text("response_mode").$type<ResponseMode>(),
  monthlyTokenCap: bigint("monthly_token_cap", { mode: "number" }),
  helper: jsonb("helper").$type<Partial<HelperSettings>>().notNull(),
  createdBy: uuid("created_by"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const roomAi = app.table("room_ai", {
  tenantId: tenantId(),
  roomId: uuid("room_id").notNull(),
  participantId: uuid("participant_id").notNull(),
  engagement: text("engagement").$type<EngagementMode>().notNull(),
  keywords: text("keywords").array().notNull(),
  responseMode: text("response_mode").$type<ResponseMode>(),
  systemPrompt: text("system_prompt"),
  sampling: jsonb("sampling").$type<Sampling>().notNull(),
  approvedTools: jsonb("approved_tools").$type<Record<string, string>>().notNull(),
  summaryEventId: uuid("summary_event_id"),
  summaryUntil: bigint("summary_until", { mode: "number" }),
  updatedAt: instant("updated_at").notNull(),
});

export const roomAiDefaults = app.table("room_ai_defaults", {
  tenantId: tenantId(),
  roomId: uuid("room_id").notNull(),
  engagement: text("engagement").$type<EngagementMode>(),
  keywords: text("keywords").array().notNull(),
  responseMode: text("response_mode").$type<ResponseMode>(),
  plugins: jsonb("plugins").$type<Record<string, boolean>>().notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const aiTurns = app.table("ai_turns", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  roomId: uuid("room_id").notNull(),
  threadRootId: uuid("thread_root_id"),
  participantId: uuid("participant_id").notNull(),
  askerId: uuid("asker_id").notNull(),
  triggerEventId: uuid("trigger_event_id").notNull(),
  state: text("state").$type<TurnState>().notNull(),
  responseMode: text("response_mode").$type<ResponseMode>().notNull(),
  chainDepth: integer("chain_depth").notNull(),
  attempt: integer("attempt").notNull(),
  step: integer("step").notNull(),
  model: text("model"),
  alternativeOf: uuid("alternative_of"),
  saidUntil: integer("said_until").notNull(),
  parts: integer("parts").notNull(),
  promptTokens: integer("prompt_tokens").notNull(),
  completionTokens: integer("completion_tokens").notNull(),
  contextWindow: integer("context_window"),
  code: text("code"),
  endedBy: uuid("ended_by"),
  createdAt: instant("created_at").notNull(),
  startedAt: instant("started_at"),
  firstChunkAt: instant("first_chunk_at"),
  endedAt: instant("ended_at"),
});

export const aiTurnChunks = app.table("ai_turn_chunks", {
  tenantId: tenantId(),
  turnId: uuid("turn_id").notNull(),
  textOffset: integer("text_offset").notNull(),
  step: integer("step").notNull(),
  text: text("text").notNull(),
});

export const aiToolCalls = app.table("ai_tool_calls", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  turnId: uuid("turn_id").notNull(),
  roomId: uuid("room_id").notNull(),
  participantId: uuid("participant_id").notNull(),
  step: integer("step").notNull(),
  modelCallId: text("model_call_id").notNull(),
  pluginId: text("plugin_id"),
  tool: text("tool").notNull(),
  sideEffects: boolean("side_effects").notNull(),
  state: text("state").$type<ToolCallState>().notNull(),
  argumentsHash: bytes("arguments_hash").notNull(),
  eventId: uuid("event_id").notNull(),
  resultEventId: uuid("result_event_id"),
  decidedBy: uuid("decided_by"),
  decidedAt: instant("decided_at"),
  expiresAt: instant("expires_at"),
  createdAt: instant("created_at").notNull(),
  startedAt: instant("started_at"),
  endedAt: instant("ended_at"),
});

export const aiMemories = app.table("ai_memories", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  scope: text("scope").$type<"person" | "room" | "workspace">().notNull(),
  ownerId: uuid("owner_id"),
  roomId: uuid("room_id"),
  workspaceId: uuid("workspace_id"),
  text: text("text").notNull(),
  createdBy: uuid("created_by").notNull(),
  sourceRoomId: uuid("source_room_id"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const aiInvocations = app.table("ai_invocations", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  purpose: text("purpose").$type<"turn" | "summary" | "title" | "helper" | "playground" | "embedding">().notNull(),
  participantId: uuid("participant_id"),
  askerId: uuid("asker_id"),
  roomId: uuid("room_id"),
  turnId: uuid("turn_id"),
  model: text("model").notNull(),
  outcome: text("outcome").$type<"done" | "cancelled" | "failed">().notNull(),
  code: text("code"),
  promptTokens: integer("prompt_tokens").notNull(),
  completionTokens: integer("completion_tokens").notNull(),
  measured: boolean("measured").notNull(),
  firstChunkMs: integer("first_chunk_ms"),
  totalMs: integer("total_ms").notNull(),
  at: instant("at").notNull(),
});

export const aiSpend = app.table("ai_spend", {
  tenantId: tenantId(),
  month: date("month").notNull(),
  participantId: uuid("participant_id").notNull(),
  spent: bigint("spent", { mode: "number" }).notNull(),
  held: bigint("held", { mode: "number" }).notNull(),
});

export const aiHolds = app.table("ai_holds", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  month: date("month").notNull(),
  participantId: uuid("participant_id").notNull(),
  roomId: uuid("room_id"),
  purpose: text("purpose").$type<(typeof aiInvocations.$inferSelect)["purpose"]>().notNull(),
  tokens: bigint("tokens", { mode: "number" }).notNull(),
  at: instant("at").notNull(),
  until: instant("until").notNull(),
});

export const aiRatings = app.table("ai_ratings", {
  tenantId: tenantId(),
  eventId: uuid("event_id").notNull(),
  participantId: uuid("participant_id").notNull(),
  rating: text("rating").$type<"up" | "down">().notNull(),
  reason: text("reason"),
  at: instant("at").notNull(),
});

export const aiReminders = app.table("ai_reminders", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  roomId: uuid("room_id").notNull(),
  participantId: uuid("participant_id").notNull(),
  askerId: uuid("asker_id").notNull(),
  toolCallId: uuid("tool_call_id").notNull(),
  dueAt: instant("due_at").notNull(),
  doneAt: instant("done_at"),
  cancelledAt: instant("cancelled_at"),
});
