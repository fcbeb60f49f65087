import * as z from "zod/mini";
import {
  diffVersionInput,
  listVersionsInput,
  nameVersionInput,
  noteDiff,
  noteVersion,
  noteVersionText,
  renameVersionInput,
  restoredVersion,
  versionInput,
} from "#/domain/notes/versions-schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { nameVersion, renameVersion, restoreVersion } from "#/server/notes/versions/change-versions.ts";
import { diffVersion, listVersions, readVersion } from "#/server/notes/versions/read-versions.ts";

/** What a note said before. Who may read a note reads its versions; who may write it names and restores them. */
export const noteVersionsRouter = router({
  list: procedure
    .meta({
      rest: "GET /notes/{note_id}/versions",
      summary:
        "Lists what a note said before, the newest first: kept after pauses, between authors and before restores.",
      returns: z.array(noteVersion),
      page: "offset",
      errors: ["SW_NOTE_NOT_FOUND"],
    })
    .input(listVersionsInput)
    .query(({ ctx, input }) => listVersions(ctx.use, input)),
  get: procedure
    .meta({
      rest: "GET /notes/{note_id}/versions/{version_id}",
      summary: "Answers a version with its whole text.",
      returns: noteVersionText,
      errors: ["SW_NOTE_NOT_FOUND", "SW_NOTE_VERSION_NOT_FOUND"],
    })
    .input(versionInput)
    .query(({ ctx, input }) => readVersion(ctx.use, input)),
  diff: procedure
    .meta({
      rest: "GET /notes/{note_id}/versions/{version_id}/diff",
      summary: "Answers what changed from a version to another, or to the note as it is now, by lines and words.",
      returns: noteDiff,
      errors: ["SW_NOTE_NOT_FOUND", "SW_NOTE_VERSION_NOT_FOUND"],
    })
    .input(diffVersionInput)
    .query(({ ctx, input }) => diffVersion(ctx.use, input)),
  name: procedure
    .meta({
      rest: "POST /notes/{note_id}/versions",
      summary: "Keeps the note as it is now under a name.",
      returns: noteVersion,
      errors: ["SW_NOTE_NOT_FOUND", "SW_NOTE_FORBIDDEN", "SW_NOTE_ARCHIVED"],
      example: { input: { name: "Sent to the client" } },
    })
    .input(nameVersionInput)
    .mutation(({ ctx, input }) => nameVersion(ctx.use, input)),
  rename: procedure
    .meta({
      rest: "PATCH /notes/{note_id}/versions/{version_id}",
      summary: "Gives a version a name, so that it is kept for good, or takes it away.",
      returns: noteVersion,
      errors: ["SW_NOTE_NOT_FOUND", "SW_NOTE_VERSION_NOT_FOUND", "SW_NOTE_FORBIDDEN", "SW_NOTE_ARCHIVED"],
      example: { input: { name: "Sent to the client" } },
    })
    .input(renameVersionInput)
    .mutation(({ ctx, input }) => renameVersion(ctx.use, input)),
  restore: procedure
    .meta({
      rest: "POST /notes/{note_id}/versions/{version_id}/restore",
      summary: "Makes the note say again what it said then, and keeps what it says now as a version.",
      returns: restoredVersion,
      errors: [
        "SW_NOTE_NOT_FOUND",
        "SW_NOTE_VERSION_NOT_FOUND",
        "SW_NOTE_FORBIDDEN",
        "SW_NOTE_ARCHIVED",
        "SW_NOTE_TOO_LARGE",
      ],
    })
    .input(versionInput)
    .mutation(({ ctx, input }) => restoreVersion(ctx.use, input)),
});
