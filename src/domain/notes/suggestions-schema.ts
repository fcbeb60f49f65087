import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { maxOpenSuggestions, suggestionStates } from "#/domain/notes/suggestions.ts";

/** One passage of a note that an AI would write otherwise. People decide; until then the note stays as it is. */
export const suggestion = z.object({
  id,
  note_id: id,
  /** The AI. */
  author_id: id,
  author_name: z.string(),
  /** Who asked it. */
  asker_id: id,
  asker_name: z.string(),
  created_at: z.string(),
  /** The words that go; empty for an insertion, and for good once somebody decided. */
  before: z.string(),
  /** The words that come; empty for a removal, and for good once somebody decided. */
  after: z.string(),
  /**
   * Yjs relative positions, in base64: from the first letter of `before` to its last. Of an insertion, the letter before it
   * and the one after it; what is written between them meanwhile comes after it.
   */
  anchor: z.object({ from: z.string(), to: z.string() }),
  /** Where that is in the stored text, in UTF-16 units; null when it is decided, or when the words there are others now. */
  place: z.nullable(z.object({ from: z.int(), to: z.int() })),
  /** Why, in the AI's words: plain text. */
  note: z.nullable(z.string()),
  state: z.enum(suggestionStates),
  resolved_by: z.nullable(id),
  resolved_at: z.nullable(z.string()),
});
export type Suggestion = z.infer<typeof suggestion>;

/** What became of those that somebody decided on, in the order they were named: also where somebody else was faster. */
export const decidedSuggestions = z.object({
  /** Of the note, after it. */
  version: z.int(),
  suggestions: z.array(z.object({ id, state: z.enum(suggestionStates) })),
});
export type DecidedSuggestions = z.infer<typeof decidedSuggestions>;

export const listSuggestionsInput = z.strictObject({
  note_id: id,
  /** Open ones when absent. */
  state: z.optional(z.enum([...suggestionStates, "all"])),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(maxOpenSuggestions)), 50),
  offset: z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0),
});
export const decideSuggestionsInput = z.strictObject({
  note_id: id,
  suggestion_ids: z.array(id).check(z.minLength(1), z.maxLength(maxOpenSuggestions)),
});
export type ListSuggestionsInput = z.infer<typeof listSuggestionsInput>;
export type DecideSuggestionsInput = z.infer<typeof decideSuggestionsInput>;
