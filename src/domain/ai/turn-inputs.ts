import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { shortText } from "#/domain/text.ts";

export const engageInput = z.strictObject({ room_id: id, participant_id: id });
/** Without an AI, all of the room. */
export const stopInput = z.strictObject({ room_id: id, participant_id: z.optional(z.nullable(id)) });
export const turnInput = z.strictObject({ room_id: id, turn_id: id });
export const listTurnsInput = z.strictObject({
  room_id: id,
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(10_000)), 0),
});
/** Null takes one's rating back. */
export const ratingInput = z.strictObject({
  room_id: id,
  event_id: id,
  rating: z.nullable(z.enum(["up", "down"])),
  reason: z.optional(z.nullable(shortText(500))),
});

export type EngageInput = z.infer<typeof engageInput>;
export type StopInput = z.infer<typeof stopInput>;
export type TurnInput = z.infer<typeof turnInput>;
export type ListTurnsInput = z.infer<typeof listTurnsInput>;
export type RatingInput = z.infer<typeof ratingInput>;
