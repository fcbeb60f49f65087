import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { maxTitleLength } from "#/domain/notes/bounds.ts";
import { name } from "#/domain/text.ts";

/** What each verb on notes takes. Strict: an unknown key is refused, not ignored. */
export const noteTitle = name(maxTitleLength);
/** Whole texts are checked in bytes when they are stored; this only keeps out what can never fit. */
export const noteText = z.string().check(
  z.maxLength(1_000_000),
  z.refine((text) => text.isWellFormed(), "Text must be valid Unicode."),
  z.refine((text) => !text.includes("\u0000"), "Text can't contain NUL."),
);
export const frontmatter = z.record(z.string().check(z.maxLength(100)), z.unknown());

export const noteInput = z.strictObject({ note_id: id });

export const createNoteInput = z.strictObject({
  /** One's personal workspace when absent. */
  workspace_id: z.optional(id),
  title: noteTitle,
  /** Markdown. One that begins with a frontmatter block is taken whole when `frontmatter` is absent. */
  body: z.optional(noteText),
  frontmatter: z.optional(frontmatter),
  status: z.optional(z.enum(["draft", "published"])),
  pinned: z.optional(z.boolean()),
  event_uuid: z.optional(id),
});

export type NoteInput = z.infer<typeof noteInput>;
export type CreateNoteInput = z.infer<typeof createNoteInput>;
