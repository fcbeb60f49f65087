import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";

/** What a message of an AI carries beside its words. Written by the server alone. */
export const aiOrigin = z.object({
  turn_id: id,
  /** The text of the turn, in messages: 0 for the first. */
  part: z.int(),
  /** Where this part begins in the turn's text, in UTF-16 units. */
  offset: z.int(),
  model: z.string(),
  /** Said by the demo model. */
  demo: z.optional(z.literal(true)),
  /** Present on the last part: how the turn ended. */
  end: z.optional(z.enum(["done", "stopped", "interrupted", "failed"])),
  /** The answer that this one stands beside. */
  alternative_of: z.optional(id),
  /** Calls of tools that came before this part's end. */
  tool_call_ids: z.optional(z.array(id).check(z.maxLength(64))),
});
export type AiOrigin = z.infer<typeof aiOrigin>;
