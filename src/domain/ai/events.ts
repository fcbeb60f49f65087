import * as z from "zod/mini";
import { roomAi, toolCall, turn } from "#/domain/ai/schema.ts";
import { errorTable } from "#/domain/errors.ts";
import { id } from "#/domain/ids.ts";
import { engagementModes, responseModes } from "#/domain/workspaces/schema.ts";

const codes = Object.keys(errorTable) as [keyof typeof errorTable];

export const aiEvents = {
  /** How an AI, or with null every AI, takes part in the room. */
  "swp.room.ai_engagement": z.object({
    participant_id: z.nullable(id),
    engagement: z.enum(engagementModes),
    keywords: z.array(z.string()),
    response_mode: z.nullable(z.enum(responseModes)),
    /** Of one that has just come in: everything that the room sees of it. */
    settings: z.optional(roomAi),
  }),
  /** A turn began, waits or ended. Its words come as chunks and then as messages. */
  "swp.ai.turn": z.object({ turn }),
  /** A call of a tool as it stands now. */
  "swp.ai.tool_call": z.object({ call: toolCall }),
  /** A turn failed; `retryable` says whether trying again may help. */
  "swp.model.error": z.object({
    turn_id: id,
    participant_id: id,
    code: z.enum(codes),
    message: z.string(),
    retryable: z.boolean(),
  }),
  /** What was said up to a position, in the words of a model; told to nobody, kept for the next turn. */
  "swp.ai.summary": z.object({ participant_id: id, summary: z.string(), until: z.number() }),
};
