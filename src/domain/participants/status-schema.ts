import * as z from "zod/mini";
import { shortText } from "#/domain/text.ts";

/** What someone says of themselves for a while: “🌴 On holiday”. Either part may be empty, not both. */
export const customStatus = z.object({
  emoji: z.nullable(z.string()),
  text: z.string(),
  /** When it is over, as an ISO moment; null stays until it is cleared. */
  until: z.nullable(z.string()),
});
export type CustomStatus = z.infer<typeof customStatus>;

/** One emoji, as its sequence of code points; words belong into the text. */
const emoji = z.string().check(
  z.maxLength(32),
  z.refine(
    (text) => /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\ufe0f?|\p{Regional_Indicator}{2})$/v.test(text),
    "Choose one emoji.",
  ),
);

/** Null clears it. `until` is in the future, at most a year ahead; the server's clock decides. */
export const setStatusInput = z.strictObject({
  status: z.nullable(
    z
      .strictObject({
        emoji: z._default(z.nullable(emoji), null),
        text: z._default(shortText(100), ""),
        until: z._default(z.nullable(z.iso.datetime()), null),
      })
      .check(z.refine((status) => status.emoji !== null || status.text !== "", "Write a status or choose an emoji.")),
  ),
});
export type SetStatusInput = z.infer<typeof setStatusInput>;
