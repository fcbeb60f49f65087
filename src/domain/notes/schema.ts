import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { noteStatuses } from "#/domain/notes/note.ts";

/** A note in a list: without its text. */
export const noteSummary = z.object({
  id,
  workspace_id: id,
  title: z.string(),
  status: z.enum(noteStatuses),
  pinned: z.boolean(),
  category: z.nullable(z.string()),
  tags: z.array(z.string()),
  owner_id: id,
  /** The first words of the text, as plain text: at most 200 characters. */
  excerpt: z.string(),
  version: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
  updated_by: id,
  archived_at: z.nullable(z.string()),
  source_room_id: z.nullable(id),
  source_event_id: z.nullable(id),
});
export type NoteSummary = z.infer<typeof noteSummary>;

/** What a `[[name]]` of the text is, for this reader. A target that they may not see is no target. */
export const wikiResolution = z.object({
  /** As typed, without anchor and alias. */
  name: z.string(),
  note_id: z.nullable(id),
  participant_id: z.nullable(id),
  /** The target's title now, or the person's name; null when nothing is there for this reader. */
  title: z.nullable(z.string()),
  /** The path to open it in the browser. */
  path: z.nullable(z.string()),
});
export type WikiResolution = z.infer<typeof wikiResolution>;

/** What bears a name: a room by its address, a note, or somebody. What the reader may not see bears none. */
export const directoryEntry = z.extend(wikiResolution, { room_id: z.nullable(id) });
export type DirectoryEntry = z.infer<typeof directoryEntry>;

/** A note whole. `body` is the Markdown after the frontmatter block. */
export const noteDetails = z.extend(noteSummary, {
  body: z.string(),
  frontmatter: z.record(z.string(), z.unknown()),
  /** The whole text, frontmatter block included, as it is written. */
  markdown: z.string(),
  aliases: z.array(z.string()),
  wiki_resolutions: z.array(wikiResolution),
  can_write: z.boolean(),
  can_manage: z.boolean(),
});
export type NoteDetails = z.infer<typeof noteDetails>;

export const noteChanges = ["created", "text", "title", "status", "pinned", "aliases", "owner", "moved"] as const;
export type NoteChange = (typeof noteChanges)[number];

/** A note where an address led, with the address that it has now. */
export const openedNote = z.extend(noteDetails, { workspace_slug: z.string(), path: z.string() });
export type OpenedNote = z.infer<typeof openedNote>;

/** A note as a message shows it. */
export const noteCard = z.object({
  id,
  /** The id or the end of it, as it was asked for. */
  asked: z.string(),
  workspace_id: id,
  title: z.string(),
  status: z.enum(noteStatuses),
  excerpt: z.string(),
  updated_at: z.string(),
  path: z.string(),
  /** Who is writing in it at this moment. */
  editor_ids: z.array(id),
});
export type NoteCard = z.infer<typeof noteCard>;

/** Why a note stands beside a room: it was made from it, a message there links to it, or it links there. */
export const roomNoteReasons = ["saved", "linked", "links"] as const;
export const roomNote = z.extend(noteSummary, {
  path: z.string(),
  why: z.array(z.enum(roomNoteReasons)),
  /** The latest message that links to it, or the first one that it was made from; null where there is none. */
  event_id: z.nullable(id),
});
export type RoomNote = z.infer<typeof roomNote>;

export const categoryCount = z.object({ category: z.string(), count: z.int() });
export const tagCount = z.object({ tag: z.string(), count: z.int() });
export const noteAlias = z.object({ alias: z.string(), created_by: id, created_at: z.string() });
export type CategoryCount = z.infer<typeof categoryCount>;
export type TagCount = z.infer<typeof tagCount>;
export type NoteAlias = z.infer<typeof noteAlias>;
