import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { message } from "#/domain/messages/message.ts";

/** A thread in one's list of threads. */
export const followedThread = z.object({
  room_id: id,
  root: message,
  /** The newest replies, oldest first, at most three. */
  newest_replies: z.array(message),
  following: z.boolean(),
  read_position: z.number(),
  unread_count: z.number(),
  mention_count: z.number(),
  /** The count stands at its bound: there may be more. */
  more_unread: z.boolean(),
});
export type FollowedThread = z.infer<typeof followedThread>;
