import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";

export const chunkFrame = z.object({
  type: z.literal("swp.room.message.chunk"),
  room_id: id,
  /** The AI. */
  sender_id: id,
  turn_id: id,
  thread_root_id: z.nullable(id),
  /** Where `chunk_text` begins in the turn's text, in UTF-16 units. */
  offset: z.int().check(z.gte(0)),
  content: z.object({ chunk_text: z.string(), done: z.boolean() }),
});
export type ChunkFrame = z.infer<typeof chunkFrame>;

export const statusFrame = z.object({
  type: z.literal("swp.ai.status"),
  room_id: id,
  participant_id: id,
  turn_id: id,
  thread_root_id: z.nullable(id),
  /** In words, such as "thinking" or "calling calculator"; null when idle. */
  status: z.nullable(z.string().check(z.maxLength(200))),
});
export type StatusFrame = z.infer<typeof statusFrame>;

export const contextUsageFrame = z.object({
  type: z.literal("swp.ai.context_usage"),
  room_id: id,
  participant_id: id,
  turn_id: id,
  prompt_tokens: z.int(),
  context_window: z.int(),
});
export type ContextUsageFrame = z.infer<typeof contextUsageFrame>;
