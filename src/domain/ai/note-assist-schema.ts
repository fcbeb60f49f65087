import * as z from "zod/mini";
import { assistActions, maxInstruction, maxPassage } from "#/domain/ai/note-assist.ts";
import { id } from "#/domain/ids.ts";
import { suggestion } from "#/domain/notes/suggestions-schema.ts";
import { shortText } from "#/domain/text.ts";

const place = z.int().check(z.minimum(0), z.maximum(1_000_000));

export const assistNoteInput = z.strictObject({
  note_id: id,
  action: z.enum(assistActions),
  /** Which AI; the first one there is when absent. */
  participant_id: z.optional(id),
  /** A passage of the note, as it stands there; the whole note when absent. */
  passage: z.optional(
    z.string().check(
      z.maxLength(maxPassage),
      z.refine((text) => text.trim() !== "", "Choose some words."),
      z.refine((text) => text.isWellFormed(), "Text must be valid Unicode."),
    ),
  ),
  /** Where it is in the stored text, in UTF-16 units: alone, or to tell the same words in two places apart. */
  from: z.optional(place),
  to: z.optional(place),
  /** What to heed, in one's own words. */
  instruction: z.optional(shortText(maxInstruction)),
});
export type AssistNoteInput = z.infer<typeof assistNoteInput>;

/** What the AI proposes. The note is as it was: a rewrite waits as suggestions, a text is for the caller to put in. */
export const noteAssist = z.object({
  action: z.enum(assistActions),
  participant_id: id,
  participant_name: z.string(),
  model: z.string(),
  /** Markdown; empty when nothing was found. Null for a rewrite. */
  text: z.nullable(z.string()),
  /** Of a rewrite: stored and open; none when the AI would leave everything as it is. */
  suggestions: z.array(suggestion),
});
export type NoteAssist = z.infer<typeof noteAssist>;
