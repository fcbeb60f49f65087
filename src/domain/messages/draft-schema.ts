import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { messageContent } from "#/domain/messages/schema.ts";

/** What someone began to write in a room, or in a thread of it. */
export const draft = z.object({
  room_id: id,
  thread_root_id: z.nullable(id),
  content: messageContent,
  /** Names this state of the draft: what a later write says it is based on. */
  version: id,
  updated_at: z.string(),
});

/** A draft in a list: `excerpt` is the beginning of its words. */
export const draftEntry = z.object({
  room_id: id,
  thread_root_id: z.nullable(id),
  excerpt: z.string(),
  version: id,
  updated_at: z.string(),
});

/** The words that a later write replaced without having seen them, so that it can be undone. */
export const replacedDraft = z.object({ content: messageContent, version: id, updated_at: z.string() });
