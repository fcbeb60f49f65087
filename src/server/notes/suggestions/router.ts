import * as z from "zod/mini";
import {
  decidedSuggestions,
  decideSuggestionsInput,
  listSuggestionsInput,
  suggestion,
} from "#/domain/notes/suggestions-schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { acceptSuggestions, rejectSuggestions } from "#/server/notes/suggestions/decide-suggestions.ts";
import { listSuggestions } from "#/server/notes/suggestions/read-suggestions.ts";

/** What AIs suggest in notes. Who reads a note sees them; who writes it decides. */
export const noteSuggestionsRouter = router({
  list: procedure
    .meta({
      rest: "GET /notes/{note_id}/suggestions",
      summary: "Lists what AIs suggest in a note, passage by passage, with where each is in the text now.",
      returns: z.array(suggestion),
      page: "offset",
      errors: ["SW_NOTE_NOT_FOUND"],
    })
    .input(listSuggestionsInput)
    .query(({ ctx, input }) => listSuggestions(ctx.use, input)),
  accept: procedure
    .meta({
      rest: "POST /notes/{note_id}/suggestions/accept",
      summary:
        "Puts suggestions into the note; those whose words changed meanwhile become outdated. Their own words are erased.",
      returns: decidedSuggestions,
      errors: [
        "SW_NOTE_NOT_FOUND",
        "SW_SUGGESTION_NOT_FOUND",
        "SW_NOTE_FORBIDDEN",
        "SW_NOTE_ARCHIVED",
        "SW_NOTE_TOO_LARGE",
      ],
    })
    .input(decideSuggestionsInput)
    .mutation(({ ctx, input }) => acceptSuggestions(ctx.use, input)),
  reject: procedure
    .meta({
      rest: "POST /notes/{note_id}/suggestions/reject",
      summary: "Lets go of suggestions: the note stays as it is, and their words are erased.",
      returns: decidedSuggestions,
      errors: ["SW_NOTE_NOT_FOUND", "SW_SUGGESTION_NOT_FOUND", "SW_NOTE_FORBIDDEN", "SW_NOTE_ARCHIVED"],
    })
    .input(decideSuggestionsInput)
    .mutation(({ ctx, input }) => rejectSuggestions(ctx.use, input)),
});
