import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";

const thumb = z.enum(["up", "down"]);

/** What one said oneself of an answer. */
export const ownRating = z.object({ event_id: id, rating: thumb, reason: z.nullable(z.string()) });
export type OwnRating = z.infer<typeof ownRating>;

/** What somebody said of an answer, as the admins see it: never the answer. */
export const answerRating = z.object({
  event_id: id,
  room_id: id,
  /** The AI that answered. */
  participant_id: id,
  rater_id: id,
  rating: thumb,
  reason: z.nullable(z.string()),
  at: z.string(),
});
export type AnswerRating = z.infer<typeof answerRating>;

export const ownRatingsInput = z.strictObject({
  room_id: id,
  event_ids: z.array(id).check(z.minLength(1), z.maxLength(50)),
});
export const ratingsInput = z.strictObject({
  rating: z.optional(z.nullable(thumb)),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(10_000)), 0),
});

export type OwnRatingsInput = z.infer<typeof ownRatingsInput>;
export type RatingsInput = z.infer<typeof ratingsInput>;
