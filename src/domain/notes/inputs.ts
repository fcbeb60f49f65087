import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { maxCategoryLength, maxTagLength, maxTags, maxTitleLength } from "#/domain/notes/bounds.ts";
import { noteStatuses } from "#/domain/notes/note.ts";
import { name, shortText, slug } from "#/domain/text.ts";

/** What each verb on notes takes. Strict: an unknown key is refused, not ignored. */
export const noteTitle = name(maxTitleLength);
/** Whole texts are checked in bytes when they are stored; this only keeps out what can never fit. */
export const noteText = z.string().check(
  z.maxLength(1_000_000),
  z.refine((text) => text.isWellFormed(), "Text must be valid Unicode."),
  z.refine((text) => !text.includes("\u0000"), "Text can't contain NUL."),
);
export const frontmatter = z.record(z.string().check(z.maxLength(100)), z.unknown());

const limit = z._default(z.int().check(z.minimum(1), z.maximum(200)), 50);
const offset = z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0);

export const noteInput = z.strictObject({ note_id: id });

export const listNotesInput = z.strictObject({
  workspace_id: z.optional(id),
  /** Words that must all be in the title or the text. */
  q: z.optional(shortText(200)),
  /** Archived notes only when this says so; both others when absent. */
  status: z.optional(z.enum(noteStatuses)),
  /** Tags that a note must all have. */
  tag: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(maxTagLength))).check(z.maxLength(maxTags))),
  category: z.optional(z.string().check(z.minLength(1), z.maxLength(maxCategoryLength))),
  pinned_only: z.optional(z.boolean()),
  owner_id: z.optional(id),
  /** Notes that were saved from this room. */
  source_room_id: z.optional(id),
  limit,
  offset,
});

export const roomNotesInput = z.strictObject({
  room_id: id,
  /** Words that must all be in the title or the text. */
  q: z.optional(shortText(200)),
  limit,
  offset,
});

/** Of one workspace, or of all of one's own. */
export const listOfWorkspaceInput = z.strictObject({ workspace_id: z.optional(id), limit, offset });

export const createNoteInput = z.strictObject({
  /** One's personal workspace when absent. */
  workspace_id: z.optional(id),
  title: noteTitle,
  /** Markdown. One that begins with a frontmatter block is taken whole when `frontmatter` is absent. */
  body: z.optional(noteText),
  frontmatter: z.optional(frontmatter),
  status: z.optional(z.enum(["draft", "published"])),
  pinned: z.optional(z.boolean()),
  /** A room that the note belongs beside. */
  source_room_id: z.optional(id),
  event_uuid: z.optional(id),
});

/** Where an address leads: `/w/{workspace_slug}/n/{note}`. */
export const openNoteInput = z.strictObject({ workspace_slug: slug, note: z.string().check(z.maxLength(200)) });

/** Notes by their ids, or by the last twelve digits of them, as addresses have them. */
export const noteCardsInput = z.strictObject({
  note_ids: z
    .array(z.string().check(z.regex(/^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-)?[0-9a-f]{12}$/)))
    .check(z.minLength(1), z.maxLength(50)),
});

/** What is left out stays. */
export const updateNoteInput = z.strictObject({
  note_id: id,
  title: z.optional(noteTitle),
  /** The Markdown after the frontmatter block, which stays. */
  body: z.optional(noteText),
  /** All of it: a key that is not here goes. */
  frontmatter: z.optional(frontmatter),
  /** The whole text, frontmatter block included, instead of the two above. */
  markdown: z.optional(noteText),
  status: z.optional(z.enum(["draft", "published"])),
  pinned: z.optional(z.boolean()),
  /** The version that one started from; a change of the text needs it. */
  base_version: z.optional(z.int().check(z.minimum(1))),
  /** What happens when the text changed since: a refusal that says what changed, or one's own changes applied to it. */
  on_conflict: z._default(z.enum(["refuse", "merge"]), "refuse"),
});

export const setNoteOwnerInput = z.strictObject({ note_id: id, participant_id: id });
export const moveNoteInput = z.strictObject({ note_id: id, workspace_id: id });
export const noteAliasInput = z.strictObject({ note_id: id, alias: noteTitle });

export const noteFromMessagesInput = z.strictObject({
  /** One's personal workspace when absent. */
  workspace_id: z.optional(id),
  room_id: id,
  event_ids: z.array(id).check(z.minLength(1), z.maxLength(100)),
  /** Made of the first words when absent. */
  title: z.optional(noteTitle),
  /** The words that were selected, instead of the whole of a single message. */
  selection: z.optional(noteText),
  event_uuid: z.optional(id),
});

/** `note_id` null takes the pin away. */
export const todayPinInput = z.strictObject({ workspace_id: id, note_id: z.nullable(id) });

export type NoteInput = z.infer<typeof noteInput>;
export type CreateNoteInput = z.infer<typeof createNoteInput>;
export type ListNotesInput = z.infer<typeof listNotesInput>;
export type RoomNotesInput = z.infer<typeof roomNotesInput>;
export type ListOfWorkspaceInput = z.infer<typeof listOfWorkspaceInput>;
export type OpenNoteInput = z.infer<typeof openNoteInput>;
export type NoteCardsInput = z.infer<typeof noteCardsInput>;
export type UpdateNoteInput = z.infer<typeof updateNoteInput>;
export type SetNoteOwnerInput = z.infer<typeof setNoteOwnerInput>;
export type MoveNoteInput = z.infer<typeof moveNoteInput>;
export type NoteAliasInput = z.infer<typeof noteAliasInput>;
export type NoteFromMessagesInput = z.infer<typeof noteFromMessagesInput>;
export type TodayPinInput = z.infer<typeof todayPinInput>;
