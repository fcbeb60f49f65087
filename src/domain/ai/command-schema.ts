import * as z from "zod/mini";

/** One slash command for programs and for the composer's hints. */
export const commandEntry = z.object({
  /** As written after `/`. */
  name: z.string(),
  /** `/mode [ai] chat|continuous`. */
  usage: z.string(),
  summary: z.string(),
  arguments: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(["ai", "person", "choice", "text"]),
      required: z.boolean(),
      choices: z.optional(z.array(z.string())),
    }),
  ),
  /** The endpoint that does it. */
  does: z.string(),
  /** The right it needs in the room; null: every member's. */
  needs: z.nullable(z.string()),
});
export type CommandEntry = z.infer<typeof commandEntry>;
