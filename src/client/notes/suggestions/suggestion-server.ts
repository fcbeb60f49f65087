import { api } from "#/client/sync/api.ts";
import type { DecidedSuggestions, Suggestion } from "#/domain/notes/suggestions-schema.ts";

/** As many as can be open in one note; `maxOpenSuggestions`, held to it by a test, for its file brings more along. */
export const mostOpen = 200;

export type SuggestionServer = {
  readonly list: (noteId: string) => Promise<readonly Suggestion[]>;
  readonly accept: (noteId: string, ids: readonly string[]) => Promise<DecidedSuggestions>;
  readonly reject: (noteId: string, ids: readonly string[]) => Promise<DecidedSuggestions>;
};

export const suggestionServer: SuggestionServer = {
  list: async (note_id) => (await api.noteSuggestions.list.query({ note_id, limit: mostOpen })).items,
  accept: (note_id, ids) => api.noteSuggestions.accept.mutate({ note_id, suggestion_ids: [...ids] }),
  reject: (note_id, ids) => api.noteSuggestions.reject.mutate({ note_id, suggestion_ids: [...ids] }),
};
