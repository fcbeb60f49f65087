import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import {
  type Hunk,
  hunksBetween,
  maxOpenSuggestions,
  maxOpenWords,
  maxReasonLength,
  maxSuggestionsAtOnce,
  type NoHunks,
} from "#/domain/notes/suggestions.ts";
import type { Suggestion } from "#/domain/notes/suggestions-schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import { claim } from "#/server/log/idempotency.ts";
import { allowInNote, type NoteRow, seeNote } from "#/server/notes/access.ts";
import { openDocument } from "#/server/notes/document.ts";
import { anchorOf } from "#/server/notes/suggestions/anchor.ts";
import { suggestionEvent } from "#/server/notes/suggestions/event.ts";
import { selectSuggestions, toSuggestion } from "#/server/notes/suggestions/read-suggestions.ts";

/** Who decided is known for as long. */
const keptDays = 30;

/** `authorId` is the AI that suggests; the asker is the actor. The same `key` suggests once. */
export type Suggesting = { noteId: string; authorId: string; turnId: string | null; key?: string };

/**
 * Stores what an AI would write otherwise in a note that the asker may read: `change` answers the text as the AI wants it
 * (and may throw a refusal of its own), and each passage that differs becomes a suggestion. The note stays as it is.
 * SW_NOTE_NOT_FOUND, SW_NOTE_ARCHIVED, SW_AI_NOT_FOUND for an AI that is not there or not active any more, SW_BAD_REQUEST
 * for no change, for more than 50 passages at once or 200 open ones, and for passages over 8,000 letters.
 */
export function suggestEdits(
  ctx: Context,
  { noteId, authorId, turnId, key }: Suggesting,
  { reason, change }: { reason: string | null; change(text: string): string },
): Promise<Suggestion[]> {
  return writing(ctx, async (tx): Promise<Outcome<Suggestion[]>> => {
    const seen = await seeNote(tx, ctx.actor, noteId);
    allowInNote(seen, ctx.actor, "comment");
    await requireActiveAi(tx, authorId);
    const first = ctx.newId();
    const known = await claim(tx, ctx.actor, { procedure: "suggest_edits", eventUuid: key, body: noteId }, first);
    if (known) return again(tx, seen.row, known);

    const hunks = hunksBetween(seen.row.body, change(seen.row.body));
    if (typeof hunks === "string") throw new SwError("SW_BAD_REQUEST", whyNot[hunks]);
    await tx.rows(sql`
      delete from app.note_suggestions where note_id = ${noteId} and state <> 'open'
        and resolved_at < ${new Date(ctx.now().getTime() - keptDays * 86_400_000).toISOString()}::timestamptz`);
    await requirePlace(tx, noteId, hunks);
    const rows = rowsOf(ctx, seen.row, { first, hunks });
    await tx.rows(sql`
      insert into app.note_suggestions (tenant_id, id, note_id, author_id, asker_id, turn_id, ordinal, created_at, before,
        after, anchor_from, anchor_to, note)
      select ${tx.tenantId}, (made ->> 'id')::uuid, ${noteId}, ${authorId}, ${ctx.actor.participantId}, ${turnId}::uuid,
        (ordinal - 1)::integer, ${ctx.now().toISOString()}::timestamptz, made ->> 'before', made ->> 'after',
        decode(made ->> 'from', 'base64'), decode(made ->> 'to', 'base64'), ${reason && cutReason(reason)}
      from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) with ordinality as all_made (made, ordinal)`);
    const ids = rows.map(({ id }) => id);
    const event = await suggestionEvent(tx, ctx, seen.row, { ids, state: "open", senderId: authorId });
    const made = await suggestionsFrom(tx, seen.row, first);
    return tx.emit([event], () => made);
  });
}

const whyNot: Record<NoHunks, string> = {
  same: "The note says this already.",
  too_many: `Suggest at most ${maxSuggestionsAtOnce} changes at once.`,
  too_long: "A passage is too long to suggest at once.",
};

const cutReason = (reason: string): string => [...reason].slice(0, maxReasonLength).join("");

/** AIs come and go while they work: one that was deactivated suggests nothing more. */
async function requireActiveAi(tx: Writer, authorId: string): Promise<void> {
  const [active] = await tx.rows(sql`
    select id from app.participants where id = ${authorId} and deactivated_at is null
      and participant_type in ('model', 'agent', 'helper')`);
  if (!active) throw new SwError("SW_AI_NOT_FOUND");
}

async function requirePlace(tx: Writer, noteId: string, hunks: readonly Hunk[]): Promise<void> {
  const [open] = await tx.rows<{ count: number; words: number }>(sql`
    select count(*)::int as count, coalesce(sum(char_length(before) + char_length(after)), 0)::int as words
    from app.note_suggestions where note_id = ${noteId} and state = 'open'`);
  const words = hunks.reduce((sum, { before, after }) => sum + before.length + after.length, 0);
  if (open!.count + hunks.length > maxOpenSuggestions || open!.words + words > maxOpenWords) {
    throw new SwError("SW_BAD_REQUEST", "People have to decide on the suggestions in this note before there are more.");
  }
}

type Made = { id: string; before: string; after: string; from: string; to: string };

function rowsOf(ctx: Context, row: NoteRow, { first, hunks }: { first: string; hunks: readonly Hunk[] }): Made[] {
  const document = openDocument(row.state);
  return hunks.map((hunk, at) => {
    const { before, after } = hunk;
    return { id: at === 0 ? first : ctx.newId(), before, after, ...anchorOf(document, hunk) };
  });
}

async function again(tx: Writer, row: NoteRow, first: string): Promise<Outcome<Suggestion[]>> {
  const made = await suggestionsFrom(tx, row, first);
  return tx.emit([], () => made);
}

/** Those that were made at once with this one, as they are now. */
async function suggestionsFrom(tx: Writer, row: NoteRow, first: string): Promise<Suggestion[]> {
  const document = openDocument(row.state);
  const made = await selectSuggestions(
    tx,
    sql`s.note_id = ${row.id} and (s.author_id, s.asker_id, s.created_at) = (
      select author_id, asker_id, created_at from app.note_suggestions where id = ${first}) order by s.ordinal, s.id limit 50`,
  );
  return made.map((each) => toSuggestion(each, document));
}
