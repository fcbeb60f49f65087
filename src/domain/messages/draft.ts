import type * as z from "zod/mini";
import type { MessageContent } from "#/domain/messages/content.ts";
import type { draft, draftEntry, replacedDraft } from "#/domain/messages/draft-schema.ts";

/** How many drafts one person keeps; the oldest gives way. */
export const maxDrafts = 200;
/** How much of its words a list shows, in characters. */
const maxExcerpt = 200;

export type Draft = z.infer<typeof draft>;
export type DraftEntry = z.infer<typeof draftEntry>;
export type ReplacedDraft = z.infer<typeof replacedDraft>;

/** Under which key a person's drafts are held: the root of the thread, or the room. */
export function draftKey(place: { room_id: string; thread_root_id: string | null }): string {
  return place.thread_root_id ?? place.room_id;
}

export function draftEntryOf({ content, ...rest }: Draft): DraftEntry {
  return { ...rest, excerpt: excerptOf(content) };
}

/** By code points, as the database counts characters. */
export function excerptOf(content: MessageContent): string {
  return [...(content.body ?? "").slice(0, maxExcerpt * 2)].slice(0, maxExcerpt).join("");
}
