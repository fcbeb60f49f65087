import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { splitText, withFrontmatter } from "#/domain/notes/frontmatter.ts";
import type { UpdateNoteInput } from "#/domain/notes/inputs.ts";
import type { NoteChange, NoteDetails } from "#/domain/notes/schema.ts";
import { type Splice, splicesBetween } from "#/domain/notes/text-diff.ts";
import { moveSplices } from "#/domain/notes/three-way.ts";
import { unifiedDiff } from "#/domain/notes/unified-diff.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { claim } from "#/server/log/idempotency.ts";
import { allowInNote, type NoteRow, type SeenNote, seeNote } from "#/server/notes/access.ts";
import { openDocument, requireFits, splice, stateOf, textOf } from "#/server/notes/document.ts";
import { toDetails } from "#/server/notes/get-note.ts";
import { textAt } from "#/server/notes/steps.ts";
import { keepVersion } from "#/server/notes/versions/keep-version.ts";
import { workedOut, writeNote } from "#/server/notes/write.ts";

/**
 * Changes a note's text, title, status or pin, all at once; what is left out stays. The text is changed as one edit: what
 * people type elsewhere in it at the same time stays, and what was there is kept as a version. A change of the text says
 * the version it started from; when the text is another since then, it is refused with what changed, or merged.
 * SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED, SW_NOTE_CONFLICT (details: version, base_kept, diff,
 * diff_truncated), SW_NOTE_TOO_LARGE; SW_BAD_REQUEST for a change of the text without `base_version`.
 */
export async function updateNote(ctx: Context, input: UpdateNoteInput): Promise<NoteDetails> {
  if (input.markdown !== undefined && (input.body !== undefined || input.frontmatter !== undefined)) {
    throw new SwError("SW_BAD_REQUEST", "Give either markdown, or body and frontmatter.");
  }
  if (changesText(input) && input.base_version === undefined) {
    throw new SwError("SW_BAD_REQUEST", "base_version: Say which version of the text you started from.");
  }
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, input.note_id);
    allowInNote(seen, ctx.actor, "write");
    return store(tx, ctx, seen, await changesOf(tx, seen.row, input), ctx.actor.participantId);
  });
}

/** A write for somebody: it is theirs to allow, and `writerId` wrote it. The same `key` writes once. */
export type Writing = { noteId: string; writerId: string; key: string };

/**
 * Changes the text as it is at this moment, as one edit, and the title when one is given: for programs of the server, such
 * as the tools of AIs. `change` may throw a refusal of its own. SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED,
 * SW_NOTE_TOO_LARGE.
 */
export function editNote(
  ctx: Context,
  { noteId, writerId, key }: Writing,
  { title, change }: { title?: string; change(text: string): string },
): Promise<NoteDetails> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, noteId);
    allowInNote(seen, ctx.actor, "write");
    const done = await claim(tx, ctx.actor, { procedure: "edit_note", eventUuid: key, body: noteId }, noteId);
    if (done !== null) return store(tx, ctx, seen, changesFrom(seen.row, {}, null), writerId);
    const { row } = seen;
    const text = documentChange(row, splicesBetween(row.body, change(row.body)));
    return store(tx, ctx, seen, changesFrom(row, { title }, text), writerId);
  });
}

async function store(tx: Writer, ctx: Context, seen: SeenNote<NoteRow>, { set, changed }: Changes, writerId: string) {
  if (changed.length === 0) {
    const same = await toDetails(tx, ctx.actor, seen);
    return tx.emit([], () => same);
  }
  const authorIds = [writerId];
  const written = await writeNote(tx, ctx, seen.row, { set, changed, authorIds });
  // In a browser it is a person who changes a category or a tag; a text goes by the open document.
  const by = ctx.actor.credential === "session" ? {} : ({ by: "api" } as const);
  await keepVersion(tx, ctx, { before: seen.row, after: written.row, authorIds, ...by });
  const details = await toDetails(tx, ctx.actor, { ...seen, row: written.row });
  return tx.emit(written.events, () => details);
}

type Changes = { set: Partial<NoteRow>; changed: NoteChange[] };
type Fields = Pick<UpdateNoteInput, "title" | "status" | "pinned">;

async function changesOf(tx: Writer, row: NoteRow, input: UpdateNoteInput): Promise<Changes> {
  return changesFrom(row, input, await textChange(tx, row, input));
}

function changesFrom(row: NoteRow, { title, status, pinned }: Fields, text: Partial<NoteRow> | null): Changes {
  const fields: [NoteChange, Partial<NoteRow>][] = [];
  if (text) fields.push(["text", text]);
  if (title !== undefined && title !== row.title) fields.push(["title", { title }]);
  if (status !== undefined && status !== row.status) fields.push(["status", { status }]);
  if (pinned !== undefined && pinned !== row.pinned) fields.push(["pinned", { pinned }]);
  return { set: Object.assign({}, ...fields.map(([, set]) => set)), changed: fields.map(([change]) => change) };
}

/** The document after the change, and what follows from its text; null when the text stays as it is. */
async function textChange(tx: Writer, row: NoteRow, input: UpdateNoteInput): Promise<Partial<NoteRow> | null> {
  const { base_version: version } = input;
  if (version === undefined) return null;
  if (version > row.version) {
    throw new SwError("SW_BAD_REQUEST", `base_version: The note is at version ${row.version}.`);
  }
  const base = version === row.version ? row : await earlier(tx, row, version);
  const isStale = base === null || base.body !== row.body || (input.title !== undefined && base.title !== row.title);
  if (isStale && (input.on_conflict === "refuse" || base === null)) throw conflict(row, base?.body ?? null, input);
  if (!base || !changesText(input)) return null;

  const theirs = splicesBetween(base.body, wanted(base.body, input));
  return documentChange(row, moveSplices(theirs, splicesBetween(base.body, row.body)));
}

function documentChange(row: NoteRow, splices: readonly Splice[]): Partial<NoteRow> | null {
  const document = openDocument(row.state);
  splice(document, splices);
  const body = textOf(document);
  if (body === row.body) return null;
  const state = stateOf(document);
  requireFits(body, state);
  return { body, state, ...workedOut(body) };
}

function changesText({ body, frontmatter, markdown }: UpdateNoteInput): boolean {
  return body !== undefined || frontmatter !== undefined || markdown !== undefined;
}

/** The whole text that the caller wants, made of the text that they started from. */
function wanted(base: string, { body, frontmatter, markdown }: UpdateNoteInput): string {
  if (markdown !== undefined) return markdown;
  const before = splitText(base).body;
  const text = body === undefined ? base : base.slice(0, base.length - before.length) + body;
  return frontmatter === undefined ? text : withFrontmatter(text, frontmatter);
}

/** By the steps of the last day, or as a version that is kept for longer. */
async function earlier(tx: Writer, row: NoteRow, version: number): Promise<Pick<NoteRow, "title" | "body"> | null> {
  const found = await textAt(tx, row, version);
  if (found) return found;
  const [kept] = await tx.rows<{ title: string; body: string }>(sql`
    select title, body from app.note_versions where note_id = ${row.id} and version = ${version}`);
  return kept ?? null;
}

/**
 * Of what is older than a day not every version is kept. Of one that isn't nobody knows what changed since, so that it can't be merged either; the diff
 * then leads from the text that the caller sent to the text as it is.
 */
function conflict(row: NoteRow, base: string | null, input: UpdateNoteInput): SwError {
  const { diff, truncated } = unifiedDiff(base ?? wanted(row.body, input), row.body);
  const detail =
    base === null && input.on_conflict === "merge"
      ? "The version you started from is no longer kept, so nothing can be merged. Read the note again."
      : undefined;
  const details = { version: row.version, base_kept: base !== null, diff, diff_truncated: truncated };
  return new SwError("SW_NOTE_CONFLICT", detail, { details });
}
