import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import type { UnreadRef } from "#/domain/messages/unread.ts";

/** Beside the rules of unread and not in them, so that a browser follows the rules without carrying schemas. */
export const unreadRef = z.object({
  event_id: id,
  stream_position: z.number(),
  mentions_me: z.boolean(),
}) satisfies z.ZodMiniType<UnreadRef>;
