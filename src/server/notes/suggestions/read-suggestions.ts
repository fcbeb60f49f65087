import { type SQL, sql } from "drizzle-orm";
import type { SuggestionState } from "#/domain/notes/suggestions.ts";
import type { ListSuggestionsInput, Suggestion } from "#/domain/notes/suggestions-schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { type Page, pageOf } from "#/server/database/page.ts";
import type { Reader } from "#/server/database/transact.ts";
import { seeNote } from "#/server/notes/access.ts";
import { type NoteDocument, openDocument } from "#/server/notes/document.ts";
import { placeOf } from "#/server/notes/suggestions/anchor.ts";

export type SuggestionRow = {
  id: string;
  note_id: string;
  author_id: string;
  author_name: string;
  asker_id: string;
  asker_name: string;
  created_at: Date | string;
  before: string;
  after: string;
  anchor_from: Uint8Array;
  anchor_to: Uint8Array;
  note: string | null;
  state: SuggestionState;
  resolved_by: string | null;
  resolved_at: Date | string | null;
};

/** What AIs suggest in a note that one may read: the oldest first, and of those of one time as they stand in the text. SW_NOTE_NOT_FOUND. */
export function listSuggestions(ctx: Context, input: ListSuggestionsInput): Promise<Page<Suggestion>> {
  return reading(ctx, async (tx) => {
    const { row } = await seeNote(tx, ctx.actor, input.note_id);
    const state = input.state ?? "open";
    const page = await pageOf(input, ({ limit, offset }) =>
      selectSuggestions(
        tx,
        sql`s.note_id = ${row.id} and (${state} = 'all' or s.state = ${state})
          order by s.created_at, s.ordinal, s.id limit ${limit} offset ${offset}`,
      ),
    );
    const document = page.items.some(isOpen) ? await documentOf(tx, row.id) : null;
    return { ...page, items: page.items.map((each) => toSuggestion(each, document)) };
  });
}

export const isOpen = ({ state }: Pick<SuggestionRow, "state">): boolean => state === "open";

export function selectSuggestions(tx: Reader, which: SQL): Promise<SuggestionRow[]> {
  return tx.rows<SuggestionRow>(sql`
    select s.id, s.note_id, s.author_id, a.display_name as author_name, s.asker_id, p.display_name as asker_name,
      s.created_at, s.before, s.after, s.anchor_from, s.anchor_to, s.note, s.state, s.resolved_by, s.resolved_at
    from app.note_suggestions s
    join app.participants a on a.id = s.author_id
    join app.participants p on p.id = s.asker_id
    where ${which}`);
}

async function documentOf(tx: Reader, noteId: string): Promise<NoteDocument | null> {
  const [row] = await tx.rows<{ state: Uint8Array }>(sql`select state from app.notes where id = ${noteId}`);
  return row ? openDocument(row.state) : null;
}

/** A row as it goes over the wire. `document`: the note's, as long as the suggestion is open. */
export function toSuggestion(
  { anchor_from, anchor_to, ...row }: SuggestionRow,
  document: NoteDocument | null,
): Suggestion {
  const anchor = { from: base64(anchor_from), to: base64(anchor_to) };
  return {
    ...row,
    anchor,
    place: document && isOpen(row) ? placeOf(document, anchor, row.before) : null,
    created_at: new Date(row.created_at).toISOString(),
    resolved_at: row.resolved_at && new Date(row.resolved_at).toISOString(),
  };
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
