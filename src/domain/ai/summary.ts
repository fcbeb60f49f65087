import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";

/** Absent or null: every AI of the room, or for a title any of them. */
export const summaryInput = z.strictObject({ room_id: id, participant_id: z.optional(z.nullable(id)) });
export const summaryRoomInput = z.strictObject({ room_id: id });

/** The note goes to one's personal workspace when `workspace_id` is absent. */
export const noteRoomInput = z.strictObject({ ...summaryInput.shape, workspace_id: z.optional(id) });

/** What was said after this position of the log, such as one's `read_position`. */
export const catchUpInput = z.strictObject({ ...summaryInput.shape, after: z.int().check(z.gte(0)) });
export type CatchUpInput = z.infer<typeof catchUpInput>;

export const catchUpAnswer = z.object({
  /** The AI that wrote it. */
  participant_id: id,
  /** Markdown. */
  summary: z.string(),
  /** How many messages it is of: the newest, where there were more than a model reads at once. */
  messages: z.int(),
});
export type CatchUp = z.infer<typeof catchUpAnswer>;
