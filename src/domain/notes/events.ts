import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { noteStatuses } from "#/domain/notes/note.ts";
import { noteChanges } from "#/domain/notes/schema.ts";
import { suggestionStates } from "#/domain/notes/suggestions.ts";

export const noteEvents = {
  /**
   * A note was made or changed. It carries no words: who hears of it reads the note as they may see it. Of a draft only
   * those who may see drafts are told, except when it has just become one.
   */
  "swp.note.updated": z.object({
    note_id: id,
    version: z.int(),
    status: z.enum(noteStatuses),
    changed: z.array(z.enum(noteChanges)),
    /** By whom its text was written since the event before; the sender among them. */
    author_ids: z.optional(z.array(id)),
    /** Deleted for good. */
    deleted: z.optional(z.boolean()),
  }),
  /** Someone commented, or a comment was edited, resolved, reopened or removed. */
  "swp.note.comment": z.object({
    note_id: id,
    comment_id: id,
    root_id: z.nullable(id),
    change: z.enum(["added", "edited", "resolved", "reopened", "removed"]),
    status: z.enum(noteStatuses),
    mentions: z.array(id),
  }),
  /** An AI suggested changes of a note's text, or somebody decided on them. It carries no words. */
  "swp.note.suggestion": z.object({
    note_id: id,
    suggestion_ids: z.array(id),
    /** What all of them are now; `open` when they were just made. */
    state: z.enum(suggestionStates),
    status: z.enum(noteStatuses),
  }),
};
