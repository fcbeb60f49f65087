import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";

/** Absent or null: every AI of the room, or for a title any of them. */
export const summaryInput = z.strictObject({ room_id: id, participant_id: z.optional(z.nullable(id)) });
export const summaryRoomInput = z.strictObject({ room_id: id });

/** The note goes to one's personal workspace when `workspace_id` is absent. */
export const noteRoomInput = z.strictObject({ ...summaryInput.shape, workspace_id: z.optional(id) });
