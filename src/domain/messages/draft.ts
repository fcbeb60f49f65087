import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import type { MessageContent } from "#/domain/messages/content.ts";
import { messageContent } from "#/domain/messages/schema.ts";

/** How many drafts one person keeps; the oldest gives way. */
export const maxDrafts = 200;
/** How much of its words a list shows, in characters. */
const maxExcerpt = 200;

/** What someone began to write in a room, or in a thread of it. */
export const draft = z.object({
  room_id: id,
  thread_root_id: z.nullable(id),
  content: messageContent,
  /** Names this state of the draft: what a later write says it is based on. */
  version: id,
  updated_at: z.string(),
});
export type Draft = z.infer<typeof draft>;

/** A draft in a list: `excerpt` is the beginning of its words. */
export const draftEntry = z.object({
  room_id: id,
  thread_root_id: z.nullable(id),
  excerpt: z.string(),
  version: id,
  updated_at: z.string(),
});
export type DraftEntry = z.infer<typeof draftEntry>;

/** The words that a later write replaced without having seen them, so that it can be undone. */
export const replacedDraft = z.object({ content: messageContent, version: id, updated_at: z.string() });
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
