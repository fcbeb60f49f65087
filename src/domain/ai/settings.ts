import * as z from "zod/mini";
import { roomAi } from "#/domain/ai/schema.ts";
import { engagementModes, responseModes } from "#/domain/workspaces/schema.ts";

/** What the tenant's admins decided for all of its AIs. */
export const aiSettings = z.object({
  gateway_url: z.nullable(z.string()),
  /** The key itself is never told. */
  has_gateway_key: z.boolean(),
  credentials: z.enum(["tenant", "person"]),
  default_model: z.nullable(z.string()),
  models: z.nullable(z.array(z.string())),
  hidden: z.boolean(),
  /** What answers now: the tenant's own gateway, the instance's, or the demo model in this process. */
  answers: z.enum(["tenant", "instance", "demo"]),
});
export type AiSettings = z.infer<typeof aiSettings>;

/** A model that the tenant may use. */
export const aiModel = z.object({
  id: z.string(),
  name: z.string(),
  /** In tokens; null when the gateway does not tell. */
  context_window: z.nullable(z.number()),
  max_output_tokens: z.nullable(z.number()),
  is_default: z.boolean(),
  demo: z.boolean(),
});
export type AiModel = z.infer<typeof aiModel>;

/** What a gateway said when it was asked to answer. */
export const gatewayCheck = z.object({
  works: z.boolean(),
  /** Why not, as one sentence for people. */
  problem: z.nullable(z.string()),
  models: z.number(),
  took_ms: z.number(),
});
export type GatewayCheck = z.infer<typeof gatewayCheck>;

/** What an AI answered to one question of its admin. */
export const playgroundAnswer = z.object({
  answer: z.string(),
  model: z.string(),
  demo: z.boolean(),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
});
export type PlaygroundAnswer = z.infer<typeof playgroundAnswer>;

/** What holds for every AI of a room, and each AI there. */
export const roomAiOverview = z.object({
  defaults: z.object({
    engagement: z.nullable(z.enum(engagementModes)),
    keywords: z.array(z.string()),
    response_mode: z.nullable(z.enum(responseModes)),
    plugins: z.record(z.string(), z.boolean()),
  }),
  participants: z.array(roomAi),
});
export type RoomAiOverview = z.infer<typeof roomAiOverview>;
