import { assistNoteInput, noteAssist } from "#/domain/ai/note-assist-schema.ts";
import { asking } from "#/server/ai/asking.ts";
import { assistNote } from "#/server/ai/assist-note.ts";
import { procedure, router } from "#/server/api/trpc.ts";

/** What AIs do for one note at the press of a button. */
export const aiNotesRouter = router({
  assist: procedure
    .meta({
      rest: "POST /notes/{note_id}/ai-assist",
      summary:
        "Has an AI rewrite a note or a passage of it as suggestions, or answer a summary, todos or links to put in. The note stays as it is.",
      returns: noteAssist,
      errors: [
        "SW_NOTE_NOT_FOUND",
        "SW_NOTE_ARCHIVED",
        "SW_NOTE_CONFLICT",
        "SW_AI_NOT_FOUND",
        "SW_AI_BUDGET_EXCEEDED",
        "SW_AI_NO_TOKEN",
        "SW_AI_UNAVAILABLE",
        "SW_AI_REFUSED",
      ],
      example: { input: { action: "summarise" } },
    })
    .input(assistNoteInput)
    .mutation(({ ctx, input }) => asking(ctx, () => assistNote(ctx.app, ctx.use, input))),
});
