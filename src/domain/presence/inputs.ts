import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { stickyStates } from "#/domain/presence/events.ts";
import { maxPresenceIds } from "#/domain/stream/contract.ts";

/** Null returns to what one's devices report. */
export const setPresenceInput = z.strictObject({ presence: z.nullable(z.enum(stickyStates)) });
export const readPresenceInput = z.strictObject({
  ids: z.array(id).check(z.minLength(1), z.maxLength(maxPresenceIds)),
});
export const typingInput = z.strictObject({ room_id: id, typing: z.boolean() });

export type TypingInput = z.infer<typeof typingInput>;
