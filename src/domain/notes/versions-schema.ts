import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { versionReasons } from "#/domain/notes/versions.ts";
import { name } from "#/domain/text.ts";

const versionName = name(120);

export const versionAuthor = z.object({ participant_id: id, display_name: z.string() });

/** What a note said at a moment, without its words. */
export const noteVersion = z.object({
  id,
  note_id: id,
  /** The note's number of then. */
  version: z.int(),
  title: z.string(),
  /** Given by a person; one that has a name is never thinned out. */
  name: z.nullable(z.string()),
  /** Why it was kept: `pause` and `author` by themselves, before a `restore`, an `import` or a write by the `api`. */
  reason: z.enum(versionReasons),
  /** Who wrote since the version before. */
  authors: z.array(versionAuthor),
  /** Of its text, in bytes of UTF-8. */
  size: z.int(),
  /** Until when the note said this; of a named one, when it got the name. */
  created_at: z.string(),
});
export type NoteVersion = z.infer<typeof noteVersion>;

export const noteVersionText = z.extend(noteVersion, {
  /** The whole text, frontmatter block included. */
  markdown: z.string(),
});
export type NoteVersionText = z.infer<typeof noteVersionText>;

const diffLine = z.object({
  kind: z.enum(["same", "del", "add"]),
  /** Line numbers on either side, first is 1; null where there is no such line. */
  from: z.nullable(z.int()),
  to: z.nullable(z.int()),
  /** The line in parts; `changed` are the words that went or came. */
  parts: z.array(z.object({ text: z.string(), changed: z.boolean() })),
});

export const noteDiff = z.object({
  from: noteVersion,
  /** Null for the note as it is now. */
  to: z.nullable(noteVersion),
  titles: z.object({ from: z.string(), to: z.string() }),
  hunks: z.array(z.object({ from: z.int(), to: z.int(), lines: z.array(diffLine) })),
  /** How many lines came and went. */
  added: z.int(),
  removed: z.int(),
  /** More changed than is told: 4,000 lines, and 4,000 characters of each. */
  truncated: z.boolean(),
});
export type NoteDiff = z.infer<typeof noteDiff>;

export const restoredVersion = z.object({
  note_id: id,
  /** The note's number now. */
  version: z.int(),
  /** The version that holds what was there before, to go back to; null when nothing changed. */
  kept: z.nullable(noteVersion),
});
export type RestoredVersion = z.infer<typeof restoredVersion>;

export const listVersionsInput = z.strictObject({
  note_id: id,
  limit: z._default(z.int().check(z.minimum(1), z.maximum(200)), 100),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0),
});
export const versionInput = z.strictObject({ note_id: id, version_id: id });
export const diffVersionInput = z.strictObject({
  note_id: id,
  version_id: id,
  /** The version to compare with; the note as it is now when absent. */
  against: z.optional(id),
});
export const nameVersionInput = z.strictObject({ note_id: id, name: versionName });
export const renameVersionInput = z.strictObject({ note_id: id, version_id: id, name: z.nullable(versionName) });

export type ListVersionsInput = z.infer<typeof listVersionsInput>;
export type VersionInput = z.infer<typeof versionInput>;
export type DiffVersionInput = z.infer<typeof diffVersionInput>;
export type NameVersionInput = z.infer<typeof nameVersionInput>;
export type RenameVersionInput = z.infer<typeof renameVersionInput>;
