import * as z from "zod/mini";
import type { RoomAiView } from "#/domain/ai/room-view.ts";
import { roomAi, toolCall, turn } from "#/domain/ai/schema.ts";

/** `RoomAiView` on the wire: every record by id. */
export const roomAiView = z.object({
  settings: z.record(z.string(), roomAi),
  turns: z.record(z.string(), turn),
  calls: z.record(z.string(), toolCall),
  texts: z.record(z.string(), z.object({ offset: z.number(), text: z.string() })),
}) satisfies z.ZodMiniType<RoomAiView>;
