import * as z from "zod/mini";
import type { ErrorCode } from "#/domain/errors.ts";
import { maxNoteRequestBytes } from "#/domain/notes/bounds.ts";
import * as inputs from "#/domain/notes/inputs.ts";
import {
  categoryCount,
  noteAlias,
  noteCard,
  noteDetails,
  noteSummary,
  openedNote,
  roomNote,
  tagCount,
} from "#/domain/notes/schema.ts";
import { workspaceSettings } from "#/domain/workspaces/schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";
import { addAlias, listAliases, removeAlias } from "#/server/notes/aliases.ts";
import { archiveNote, deleteNoteForever, restoreNote } from "#/server/notes/archive-note.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { getNote, openNote } from "#/server/notes/get-note.ts";
import { listCategories, listInbox, listNotes, listTags } from "#/server/notes/list-notes.ts";
import { moveNote, pinNote, setNoteOwner, unpinNote } from "#/server/notes/manage-note.ts";
import { noteCards } from "#/server/notes/note-cards.ts";
import { noteFromMessages } from "#/server/notes/note-from-messages.ts";
import { pinToday } from "#/server/notes/pin-today.ts";
import { listRoomNotes } from "#/server/notes/room-notes.ts";
import { updateNote } from "#/server/notes/update-note.ts";

/** The note that the examples of the reference name. */
const exampleId = "0193f6c1-5a2e-7c44-9b1d-000000000015";
const managing: ErrorCode[] = ["SW_NOTE_NOT_FOUND", "SW_NOTE_FORBIDDEN"];
const writing: ErrorCode[] = [...managing, "SW_NOTE_ARCHIVED"];
const creating: ErrorCode[] = [
  "SW_WORKSPACE_NOT_FOUND",
  "SW_WORKSPACE_FORBIDDEN",
  "SW_NOTE_TOO_LARGE",
  "SW_NOTE_QUOTA_EXCEEDED",
  "SW_IDEMPOTENCY_CONFLICT",
];

export const notesRouter = router({
  list: procedure
    .meta({
      rest: "GET /notes",
      summary:
        "Lists notes that one may read, pinned ones first, then the latest changed; archived ones only when asked for.",
      returns: z.array(noteSummary),
      page: "offset",
      errors: ["SW_WORKSPACE_NOT_FOUND"],
    })
    .input(inputs.listNotesInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listNotes(ctx.use, page))),
  create: procedure
    .meta({
      rest: "POST /notes",
      summary: "Makes a note that one owns.",
      returns: noteSummary,
      errors: [...creating, "SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_ROOM_TYPE_INVARIANT"],
      maxBody: maxNoteRequestBytes,
      example: {
        input: {
          title: "Launch plan",
          body: "- [ ] Call Ana 📅 2026-12-01\n",
          frontmatter: { category: "Plans", tags: ["launch"] },
        },
      },
    })
    .input(inputs.createNoteInput)
    .mutation(({ ctx, input }) => createNote(ctx.use, input)),
  inbox: procedure
    .meta({
      rest: "GET /notes/inbox",
      summary: "Lists notes without a category, the latest changed first.",
      returns: z.array(noteSummary),
      page: "offset",
      errors: ["SW_WORKSPACE_NOT_FOUND"],
    })
    .input(inputs.listOfWorkspaceInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listInbox(ctx.use, page))),
  categories: procedure
    .meta({
      rest: "GET /notes/categories",
      summary: "Lists the categories in use with the number of their notes.",
      returns: z.array(categoryCount),
      page: "offset",
      errors: ["SW_WORKSPACE_NOT_FOUND"],
    })
    .input(inputs.listOfWorkspaceInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listCategories(ctx.use, page))),
  tags: procedure
    .meta({
      rest: "GET /notes/tags",
      summary: "Lists the tags in use with the number of their notes, the most used first.",
      returns: z.array(tagCount),
      page: "offset",
      errors: ["SW_WORKSPACE_NOT_FOUND"],
    })
    .input(inputs.listOfWorkspaceInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listTags(ctx.use, page))),
  open: procedure
    .meta({
      rest: "GET /notes/open",
      summary: "Answers the note that an address in the browser names, with the address that it has now.",
      returns: openedNote,
      errors: ["SW_NOTE_NOT_FOUND"],
      example: { input: { workspace_slug: "product", note: exampleId } },
    })
    .input(inputs.openNoteInput)
    .query(({ ctx, input }) => openNote(ctx.use, input)),
  cards: procedure
    .meta({
      rest: "GET /notes/cards",
      summary: "Answers notes in short, with who is writing in them; those that one may not read are left out.",
      returns: z.array(noteCard),
      page: "offset",
      example: { input: { note_ids: [exampleId] } },
    })
    .input(inputs.noteCardsInput)
    .query(({ ctx, input }) => noteCards(ctx.use, input)),
  ofRoom: procedure
    .meta({
      rest: "GET /rooms/{room_id}/notes",
      summary:
        "Lists the notes that were made from a room, that its messages link to, or that link to it, and says why.",
      returns: z.array(roomNote),
      page: "offset",
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER"],
    })
    .input(inputs.roomNotesInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listRoomNotes(ctx.use, page))),
  fromMessages: procedure
    .meta({
      rest: "POST /notes/from-messages",
      summary: "Makes a note that quotes messages of a room, with who said them and when.",
      returns: noteSummary,
      errors: ["SW_ROOM_NOT_FOUND", "SW_NOT_MEMBER", "SW_EVENT_NOT_FOUND", "SW_ROOM_TYPE_INVARIANT", ...creating],
      maxBody: maxNoteRequestBytes,
    })
    .input(inputs.noteFromMessagesInput)
    .mutation(({ ctx, input }) => noteFromMessages(ctx.use, input)),
  get: procedure
    .meta({
      rest: "GET /notes/{note_id}",
      summary: "Answers one note whole, with what its links are for the one who asks.",
      returns: noteDetails,
      errors: ["SW_NOTE_NOT_FOUND"],
    })
    .input(inputs.noteInput)
    .query(({ ctx, input }) => getNote(ctx.use, input)),
  update: procedure
    .meta({
      rest: "PUT /notes/{note_id}",
      also: ["PATCH /notes/{note_id}"],
      summary:
        "Changes a note; what is left out stays. A change of the text is refused or merged when it changed meanwhile.",
      returns: noteDetails,
      errors: [...writing, "SW_NOTE_CONFLICT", "SW_NOTE_TOO_LARGE"],
      maxBody: maxNoteRequestBytes,
      example: { input: { body: "- [x] Call Ana\n", base_version: 1, on_conflict: "merge" } },
    })
    .input(inputs.updateNoteInput)
    .mutation(({ ctx, input }) => updateNote(ctx.use, input)),
  archive: procedure
    .meta({
      rest: "DELETE /notes/{note_id}",
      summary: "Puts a note away; it can be restored.",
      returns: noteSummary,
      errors: managing,
    })
    .input(inputs.noteInput)
    .mutation(({ ctx, input }) => archiveNote(ctx.use, input)),
  restore: procedure
    .meta({
      rest: "POST /notes/{note_id}/restore",
      summary: "Brings an archived note back as what it was.",
      returns: noteSummary,
      errors: managing,
    })
    .input(inputs.noteInput)
    .mutation(({ ctx, input }) => restoreNote(ctx.use, input)),
  deleteForever: procedure
    .meta({
      rest: "DELETE /notes/{note_id}/forever",
      summary: "Erases an archived note with its versions, comments and todos.",
      returns: z.null(),
      errors: managing,
    })
    .input(inputs.noteInput)
    .mutation(({ ctx, input }) => deleteNoteForever(ctx.use, input)),
  setOwner: procedure
    .meta({
      rest: "PUT /notes/{note_id}/owner",
      summary: "Gives a note to someone who may write in its workspace.",
      returns: noteSummary,
      errors: [...managing, "SW_PARTICIPANT_NOT_FOUND"],
    })
    .input(inputs.setNoteOwnerInput)
    .mutation(({ ctx, input }) => setNoteOwner(ctx.use, input)),
  move: procedure
    .meta({
      rest: "PUT /notes/{note_id}/workspace",
      summary: "Takes a note to another workspace in which one may write.",
      returns: noteSummary,
      errors: [...managing, "SW_WORKSPACE_NOT_FOUND", "SW_WORKSPACE_FORBIDDEN", "SW_ALIAS_TAKEN"],
    })
    .input(inputs.moveNoteInput)
    .mutation(({ ctx, input }) => moveNote(ctx.use, input)),
  pin: procedure
    .meta({
      rest: "PUT /notes/{note_id}/pin",
      summary: "Keeps a note at hand for everyone of its workspace.",
      returns: noteSummary,
      errors: writing,
    })
    .input(inputs.noteInput)
    .mutation(({ ctx, input }) => pinNote(ctx.use, input)),
  unpin: procedure
    .meta({
      rest: "DELETE /notes/{note_id}/pin",
      summary: "Takes the pin of a note away.",
      returns: noteSummary,
      errors: writing,
    })
    .input(inputs.noteInput)
    .mutation(({ ctx, input }) => unpinNote(ctx.use, input)),
  aliases: procedure
    .meta({
      rest: "GET /notes/{note_id}/aliases",
      summary: "Lists the other names under which links find a note.",
      returns: z.array(noteAlias),
      page: "offset",
      errors: ["SW_NOTE_NOT_FOUND"],
    })
    .input(inputs.noteInput)
    .query(({ ctx, input }) => listAliases(ctx.use, input)),
  addAlias: procedure
    .meta({
      rest: "POST /notes/{note_id}/aliases",
      summary: "Adds a name under which links find a note, and answers all of them.",
      returns: z.array(noteAlias),
      page: "offset",
      errors: [...writing, "SW_ALIAS_TAKEN"],
      example: { input: { alias: "Take-off" } },
    })
    .input(inputs.noteAliasInput)
    .mutation(({ ctx, input }) => addAlias(ctx.use, input)),
  removeAlias: procedure
    .meta({
      rest: "DELETE /notes/{note_id}/aliases/{alias}",
      summary: "Takes a name away, and answers those that are left.",
      returns: z.array(noteAlias),
      page: "offset",
      errors: writing,
      example: { input: { alias: "Take-off" } },
    })
    .input(inputs.noteAliasInput)
    .mutation(({ ctx, input }) => removeAlias(ctx.use, input)),
  pinToday: procedure
    .meta({
      rest: "PUT /workspaces/{workspace_id}/today-pin",
      summary: "Says which note of a workspace stands on top of Today there; null for none.",
      returns: z.pick(workspaceSettings, { today_pinned_note_id: true }),
      errors: ["SW_WORKSPACE_NOT_FOUND", "SW_WORKSPACE_FORBIDDEN", "SW_NOTE_NOT_FOUND", "SW_NOTE_ARCHIVED"],
    })
    .input(inputs.todayPinInput)
    .mutation(({ ctx, input }) => pinToday(ctx.use, input)),
});
