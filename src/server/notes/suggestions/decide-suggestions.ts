import { sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { SuggestionState } from "#/domain/notes/suggestions.ts";
import type { DecidedSuggestions, DecideSuggestionsInput } from "#/domain/notes/suggestions-schema.ts";
import { splicesBetween } from "#/domain/notes/text-diff.ts";
import { array } from "#/server/database/array.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import { allowInNote, allowsNote, type NoteRow, seeNote } from "#/server/notes/access.ts";
import { type NoteDocument, openDocument, splice } from "#/server/notes/document.ts";
import { placeOf } from "#/server/notes/suggestions/anchor.ts";
import { suggestionEvent } from "#/server/notes/suggestions/event.ts";
import { base64, isOpen, type SuggestionRow, selectSuggestions } from "#/server/notes/suggestions/read-suggestions.ts";
import { keepVersion } from "#/server/notes/versions/keep-version.ts";
import { writeDocument } from "#/server/notes/write.ts";

type Decided = Exclude<SuggestionState, "open">;

/**
 * Puts suggestions into the note, as one edit of what differs: what people type elsewhere meanwhile stays, and what was
 * there is kept as a version. One whose words are others by now is `outdated` and changes nothing. Those that somebody
 * decided on before stay as they are. The accepter wrote it, and the AIs count as authors.
 * SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED, SW_NOTE_TOO_LARGE, SW_SUGGESTION_NOT_FOUND (and then none is decided).
 */
export function acceptSuggestions(ctx: Context, input: DecideSuggestionsInput): Promise<DecidedSuggestions> {
  return writing(ctx, async (tx): Promise<Outcome<DecidedSuggestions>> => {
    const seen = await seeNote(tx, ctx.actor, input.note_id);
    allowInNote(seen, ctx.actor, "write");
    const named = await namedIn(tx, input);
    const open = named.filter(isOpen);
    const document = openDocument(seen.row.state);
    const accepted = open.filter((each) => applied(document, each));
    const outdated = open.filter((each) => !accepted.includes(each));
    if (accepted.length === 0) return decided(tx, ctx, seen.row, { named, outcomes: [["outdated", outdated]] });

    const authorIds = [...new Set(accepted.map(({ author_id }) => author_id)), ctx.actor.participantId];
    const { row, events } = await writeDocument(tx, ctx, seen.row, { document, authorIds });
    await keepVersion(tx, ctx, { before: seen.row, after: row, authorIds, by: "api" });
    const outcomes: Outcomes = [
      ["accepted", accepted],
      ["outdated", outdated],
    ];
    return decided(tx, ctx, row, { named, outcomes, events });
  });
}

/**
 * Lets go of suggestions; the note stays as it is. Who may write the note may, and who asked for them. Those that somebody
 * decided on before stay as they are.
 * SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED, SW_SUGGESTION_NOT_FOUND (and then none is decided).
 */
export function rejectSuggestions(ctx: Context, input: DecideSuggestionsInput): Promise<DecidedSuggestions> {
  return writing(ctx, async (tx): Promise<Outcome<DecidedSuggestions>> => {
    const seen = await seeNote(tx, ctx.actor, input.note_id);
    const named = await namedIn(tx, input);
    const isOwn = named.every(({ asker_id }) => asker_id === ctx.actor.participantId);
    if (!isOwn || !allowsNote(seen, ctx.actor, "comment")) allowInNote(seen, ctx.actor, "write");
    return decided(tx, ctx, seen.row, { named, outcomes: [["rejected", named.filter(isOpen)]] });
  });
}

type Outcomes = readonly (readonly [Decided, readonly SuggestionRow[]])[];

/** Those that are named, in that order. */
async function namedIn(tx: Writer, { note_id, suggestion_ids }: DecideSuggestionsInput): Promise<SuggestionRow[]> {
  const ids = [...new Set(suggestion_ids)];
  const found = await selectSuggestions(tx, sql`s.note_id = ${note_id} and s.id = any(${array(ids)}::uuid[])`);
  if (found.length < ids.length) throw new SwError("SW_SUGGESTION_NOT_FOUND");
  const byId = new Map(found.map((each) => [each.id, each]));
  return ids.map((id) => byId.get(id)!);
}

/** Only what differs between the two sides is touched, so that letters which stay keep what people write beside them. */
function applied(document: NoteDocument, { anchor_from, anchor_to, before, after }: SuggestionRow): boolean {
  const anchor = { from: base64(anchor_from), to: base64(anchor_to) };
  const place = placeOf(document, anchor, before);
  if (!place) return false;
  splice(
    document,
    splicesBetween(before, after).map((each) => ({ ...each, at: each.at + place.from })),
  );
  return true;
}

/** Stores what became of them: their words are erased with it. */
async function decided(
  tx: Writer,
  ctx: Context,
  row: NoteRow,
  { named, outcomes, events = [] }: { named: readonly SuggestionRow[]; outcomes: Outcomes; events?: EventDraft[] },
): Promise<Outcome<DecidedSuggestions>> {
  const told = [...events];
  const states = new Map(named.map(({ id, state }) => [id, state]));
  for (const [state, rows] of outcomes) {
    if (rows.length === 0) continue;
    const ids = rows.map(({ id }) => id);
    for (const id of ids) states.set(id, state);
    await tx.rows(sql`
      update app.note_suggestions set state = ${state}, before = '', after = '', note = null,
        resolved_by = ${ctx.actor.participantId}, resolved_at = ${ctx.now().toISOString()}::timestamptz
      where id = any(${array(ids)}::uuid[])`);
    told.push(await suggestionEvent(tx, ctx, row, { ids, state, senderId: ctx.actor.participantId }));
  }
  const suggestions = [...states].map(([id, state]) => ({ id, state }));
  return tx.emit(told, () => ({ version: row.version, suggestions }));
}
