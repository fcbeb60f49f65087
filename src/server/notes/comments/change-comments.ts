import { sql } from "drizzle-orm";
import type { EventContent } from "#/domain/catalogue.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import { extractMentions } from "#/domain/markdown/plain-text.ts";
import { commentAllows, maxCommentMentions, maxComments } from "#/domain/notes/comments.ts";
import type {
  CommentInput,
  EditCommentInput,
  NoteComment,
  PostCommentInput,
  StoredAnchor,
} from "#/domain/notes/comments-schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import type { RateLimits } from "#/server/limits/rate-limits.ts";
import { claim } from "#/server/log/idempotency.ts";
import { allowInNote, type NoteRow } from "#/server/notes/access.ts";
import { storedOf } from "#/server/notes/comments/anchor.ts";
import { type CommentRow, findComment, seeNoteOf, toComment } from "#/server/notes/comments/read-comments.ts";
import { type NoteDocument, openDocument } from "#/server/notes/document.ts";
import { draftReaders } from "#/server/notes/write.ts";

type Change = EventContent["swp.note.comment"]["change"];

/**
 * Comments on a note that one may read, on a place of it, or in a thread; a reply opens a resolved thread again. Names only
 * people who may see the note. The same `event_uuid` with the same body answers the comment made before.
 * SW_NOTE_NOT_FOUND, SW_NOTE_ARCHIVED, SW_COMMENT_NOT_FOUND (a reply to nothing), SW_BAD_REQUEST (a place that isn't there,
 * or more than 2,000 comments), SW_RATE_LIMIT_EXCEEDED, SW_IDEMPOTENCY_CONFLICT.
 */
export async function postComment(ctx: Context, limits: RateLimits, input: PostCommentInput): Promise<NoteComment> {
  await limits.consume("note_comment", ctx.actor.tenantId, ctx.actor.participantId);
  const me = ctx.actor.participantId;
  return writing(ctx, async (tx): Promise<Outcome<NoteComment>> => {
    const seen = await seeNoteOf(tx, ctx.actor, input);
    allowInNote(seen, ctx.actor, "comment");
    const { event_uuid: eventUuid, workspace_id: _, ...body } = input;
    const id = ctx.newId();
    const document = openDocument(seen.row.state);
    const known = await claim(tx, ctx.actor, { procedure: "post_note_comment", eventUuid, body }, id);
    if (known) return answered(tx, ctx, seen.row, { id: known, document });

    const { rootId, anchor } = await placed(tx, me, input, document);
    await requirePlace(tx, seen.row.id);
    const mentions = await mentionedIn(tx, seen.row, input.body);
    await tx.rows(sql`
      insert into app.note_comments (tenant_id, id, note_id, root_id, author_id, body, anchor, mentions, created_at)
      values (${tx.tenantId}, ${id}, ${seen.row.id}, ${rootId}, ${me}, ${input.body}, ${JSON.stringify(anchor)}::text::jsonb,
        ${listed(mentions)}::uuid[], ${ctx.now().toISOString()}::timestamptz)`);
    if (rootId)
      await tx.rows(sql`update app.note_comments set resolved_at = null, resolved_by = null where id = ${rootId}`);
    return answered(tx, ctx, seen.row, { id, document, change: "added" });
  });
}

/** Changes the words of one's own comment. SW_NOTE_NOT_FOUND, SW_COMMENT_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED. */
export function editComment(ctx: Context, input: EditCommentInput): Promise<NoteComment> {
  return changing(ctx, input, "edit", async (tx, row, comment) => {
    if (comment.body === input.body) return null;
    const mentions = await mentionedIn(tx, row, input.body);
    await tx.rows(sql`
      update app.note_comments set body = ${input.body}, mentions = ${listed(mentions)}::uuid[],
        edited_at = ${ctx.now().toISOString()}::timestamptz
      where id = ${comment.id}`);
    return "edited";
  });
}

/**
 * Resolves the thread that a comment begins, or opens it again; done already, it changes nothing. SW_NOTE_NOT_FOUND,
 * SW_COMMENT_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED, SW_BAD_REQUEST for a reply.
 */
export function resolveComment(ctx: Context, input: CommentInput, isResolved: boolean): Promise<NoteComment> {
  return changing(ctx, input, "resolve", async (tx, _, comment) => {
    if (comment.root_id !== null)
      throw new SwError("SW_BAD_REQUEST", "Only the first comment of a thread is resolved.");
    if ((comment.resolved_at !== null) === isResolved) return null;
    await tx.rows(sql`
      update app.note_comments set
        resolved_at = ${isResolved ? ctx.now().toISOString() : null}::timestamptz,
        resolved_by = ${isResolved ? ctx.actor.participantId : null}::uuid
      where id = ${comment.id}`);
    return isResolved ? "resolved" : "reopened";
  });
}

/**
 * Removes a comment: its words are gone for good. A thread goes on without its first comment as long as it has replies.
 * SW_NOTE_NOT_FOUND, SW_COMMENT_NOT_FOUND, SW_NOTE_FORBIDDEN.
 */
export function removeComment(ctx: Context, input: CommentInput): Promise<null> {
  return writing(ctx, async (tx) => {
    const seen = await seeNoteOf(tx, ctx.actor, input);
    const comment = await findComment(tx, ctx.actor.participantId, seen.row.id, input.comment_id);
    requireAllowed(ctx, seen.role, comment, "remove");
    await tx.rows(sql`
      update app.note_comments set body = '', mentions = '{}', deleted_at = ${ctx.now().toISOString()}::timestamptz
      where id = ${comment.id}`);
    const event = await commentEvent(tx, ctx, seen.row, { ...comment, mentions: [] }, "removed");
    return tx.emit([event], () => null);
  });
}

/** One has read the comments up to this one. SW_NOTE_NOT_FOUND, SW_COMMENT_NOT_FOUND. */
export function markCommentsRead(ctx: Context, input: CommentInput): Promise<null> {
  const me = ctx.actor.participantId;
  return writing(ctx, async (tx) => {
    const seen = await seeNoteOf(tx, ctx.actor, input);
    const marked = await tx.rows(sql`
      insert into app.note_comment_reads (tenant_id, participant_id, note_id, read_at)
      select ${tx.tenantId}, ${me}, note_id, created_at from app.note_comments
      where note_id = ${seen.row.id} and id = ${input.comment_id}
      on conflict (tenant_id, participant_id, note_id)
        do update set read_at = greatest(app.note_comment_reads.read_at, excluded.read_at)
      returning note_id`);
    if (marked.length === 0) throw new SwError("SW_COMMENT_NOT_FOUND");
    return tx.emit([], () => null);
  });
}

function changing(
  ctx: Context,
  input: CommentInput,
  action: "edit" | "resolve",
  change: (tx: Writer, row: NoteRow, comment: CommentRow) => Promise<Change | null>,
): Promise<NoteComment> {
  return writing(ctx, async (tx): Promise<Outcome<NoteComment>> => {
    const seen = await seeNoteOf(tx, ctx.actor, input);
    const comment = await findComment(tx, ctx.actor.participantId, seen.row.id, input.comment_id);
    requireAllowed(ctx, seen.role, comment, action);
    allowInNote(seen, ctx.actor, "comment");
    const done = await change(tx, seen.row, comment);
    const document = openDocument(seen.row.state);
    return answered(tx, ctx, seen.row, { id: comment.id, document, ...(done ? { change: done } : {}) });
  });
}

function requireAllowed(
  ctx: Context,
  role: Parameters<typeof commentAllows>[0]["role"],
  comment: CommentRow,
  action: Parameters<typeof commentAllows>[1],
): void {
  const isAuthor = comment.author_id === ctx.actor.participantId;
  if (!commentAllows({ role, isAuthor }, action)) throw new SwError("SW_NOTE_FORBIDDEN");
}

async function answered(
  tx: Writer,
  ctx: Context,
  row: NoteRow,
  { id, document, change }: { id: string; document: NoteDocument; change?: Change },
): Promise<Outcome<NoteComment>> {
  const comment = await findComment(tx, ctx.actor.participantId, row.id, id);
  const events = change ? [await commentEvent(tx, ctx, row, comment, change)] : [];
  return tx.emit(events, () => toComment(comment, document));
}

/** Tells who may see the note; of a draft those are named. */
async function commentEvent(
  tx: Writer,
  ctx: Context,
  row: NoteRow,
  comment: Pick<CommentRow, "id" | "root_id" | "mentions">,
  change: Change,
): Promise<EventDraft> {
  const { id: comment_id, root_id, mentions } = comment;
  return {
    id: ctx.newId(),
    type: "swp.note.comment",
    room_id: null,
    workspace_id: row.workspaceId,
    sender_id: ctx.actor.participantId,
    content: { note_id: row.id, comment_id, root_id, change, status: row.status, mentions },
    also: await draftReaders(tx, row),
  };
}

/** Of a reply, the first comment of its thread and what that stands on. */
async function placed(
  tx: Writer,
  me: string,
  input: PostCommentInput,
  document: NoteDocument,
): Promise<{ rootId: string | null; anchor: StoredAnchor }> {
  if (!input.reply_to) return { rootId: null, anchor: storedOf(input.anchor ?? { kind: "note" }, document) };
  if (input.anchor) throw new SwError("SW_BAD_REQUEST", "A reply stands on what its thread stands on.");
  const to = await findReplied(tx, me, input.note_id, input.reply_to);
  return { rootId: to.root_id ?? to.id, anchor: { kind: "note" } };
}

/** A thread whose first comment was removed goes on: its replies can be replied to, and so can it. */
async function findReplied(
  tx: Writer,
  me: string,
  noteId: string,
  id: string,
): Promise<Pick<CommentRow, "id" | "root_id">> {
  const [thread] = await tx.rows<{ id: string; root_id: null }>(sql`
    select c.id, c.root_id from app.note_comments c where c.note_id = ${noteId} and c.id = ${id} and c.root_id is null
      and exists (select from app.note_comments r where r.root_id = c.id and r.deleted_at is null)`);
  return thread ?? findComment(tx, me, noteId, id);
}

async function requirePlace(tx: Writer, noteId: string): Promise<void> {
  const [counted] = await tx.rows<{ count: number }>(sql`
    select count(*)::int as count from app.note_comments where note_id = ${noteId} and deleted_at is null`);
  if (counted!.count >= maxComments) throw new SwError("SW_BAD_REQUEST", `A note has at most ${maxComments} comments.`);
}

/** Whom a comment names, of those who may see the note: to anyone else `@ana` is a word. */
async function mentionedIn(tx: Writer, row: NoteRow, body: string): Promise<string[]> {
  const named = [...new Set((body.match(/@[a-z0-9._-]{1,64}/gi) ?? []).map((name) => name.slice(1).toLowerCase()))];
  if (named.length === 0) return [];
  // The punctuation after a name is not part of it.
  const wanted = named.flatMap((name) => [name, name.replace(/[._-]+$/, "")]).slice(0, 4 * maxCommentMentions);
  const people = await tx.rows<{ local_id: string; id: string }>(sql`
    select p.local_id, p.id from app.workspace_members m join app.participants p on p.id = m.participant_id
    where m.workspace_id = ${row.workspaceId} and (${row.status !== "draft"} or m.role in ('editor', 'owner'))
      and p.deactivated_at is null and p.local_id = any(array(select jsonb_array_elements_text(${JSON.stringify(wanted)}::text::jsonb)))`);
  const handles = new Map(people.map(({ local_id, id }) => [local_id, id]));
  return extractMentions(body, handles).slice(0, maxCommentMentions);
}

const listed = (ids: readonly string[]): string => `{${ids.join(",")}}`;
