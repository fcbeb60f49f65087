import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { aiOrigin } from "#/domain/messages/ai-origin.ts";

/** `content` is free-form JSON; these are the keys the product itself reads. */
export const messageContent = z.looseObject({
  msgtype: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  body: z.optional(z.string()),
  mentions: z.optional(z.array(id).check(z.maxLength(200))),
  reply_to_event_id: z.optional(id),
  thread_root_id: z.optional(id),
  /** On a reply in a thread: the room's timeline shows it too. */
  also_in_room: z.optional(z.boolean()),
  /** Asks everyone who is in the room: `@room`. */
  mentions_room: z.optional(z.boolean()),
  /** Urgent, as its sender sees it. */
  priority: z.optional(z.boolean()),
  /**
   * What a forward shows, written by the server alone. The words are not here: they are read where they were said each
   * time (`messages.quotes`), so that what is removed there is removed everywhere.
   */
  forwarded_from: z.optional(
    z.object({
      event_id: id,
      sender_id: id,
      /** Only of a public room; who may see another learns it from the quote. */
      room_id: z.optional(id),
    }),
  ),
  /** Which turn of an AI these words come from. Written by the server alone, so that nobody poses as one. */
  ai: z.optional(aiOrigin),
});

/** Emoji as sent in a reaction: one grapheme, at most 64 bytes, and a pictograph, flag or keycap. */
export const emoji = z
  .string()
  .check(z.minLength(1), z.maxLength(32), z.refine(isOneEmoji, "A reaction is one emoji."));

function isOneEmoji(text: string): boolean {
  const graphemes = [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)];
  return graphemes.length === 1 && /\p{RGI_Emoji}|^[\d#*]\ufe0f?\u20e3$/v.test(text);
}
