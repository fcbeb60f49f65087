import { type SQL, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type {
  CommentCounts,
  CommentsInput,
  ListCommentsInput,
  NoteComment,
  StoredAnchor,
} from "#/domain/notes/comments-schema.ts";
import { type Actor, type Context, reading } from "#/server/database/context.ts";
import { type Page, pageOf } from "#/server/database/page.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { type SeenNote, seeNote } from "#/server/notes/access.ts";
import { placeOf } from "#/server/notes/comments/anchor.ts";
import { type NoteDocument, openDocument } from "#/server/notes/document.ts";

export type CommentRow = {
  id: string;
  note_id: string;
  root_id: string | null;
  author_id: string;
  author_name: string;
  body: string;
  anchor: StoredAnchor;
  mentions: string[];
  created_at: Date | string;
  edited_at: Date | string | null;
  resolved_at: Date | string | null;
  resolved_by: string | null;
  deleted_at: Date | string | null;
  unread: boolean;
};

/** Threads that stay: what was removed is shown only as the root of replies that were not. */
const shown = sql`(c.deleted_at is null or c.root_id is null and exists (
  select from app.note_comments r where r.root_id = c.id and r.deleted_at is null))`;

/** Read up to when; what one wrote oneself is never unread. */
const unreadFor = (me: string): SQL => sql`(c.deleted_at is null and c.author_id <> ${me} and c.created_at > coalesce((
  select read_at from app.note_comment_reads k where k.note_id = c.note_id and k.participant_id = ${me}
), '-infinity'))`;

/** The comments of a note, thread by thread, each with its replies, the oldest first. SW_NOTE_NOT_FOUND. */
export function listComments(ctx: Context, input: ListCommentsInput): Promise<Page<NoteComment>> {
  return reading(ctx, async (tx) => {
    const seen = await seeNoteOf(tx, ctx.actor, input);
    const me = ctx.actor.participantId;
    const page = await pageOf(input, ({ limit, offset }) =>
      selectComments(
        tx,
        me,
        sql`left join app.note_comments t on t.id = c.root_id where c.note_id = ${seen.row.id} and ${shown}
          order by coalesce(t.created_at, c.created_at), coalesce(c.root_id, c.id), c.root_id is not null, c.created_at, c.id
          limit ${limit} offset ${offset}`,
      ),
    );
    const document = page.items.some(({ anchor }) => anchor.kind !== "note") ? await documentOf(tx, seen.row.id) : null;
    return { ...page, items: page.items.map((row) => toComment(row, document)) };
  });
}

/** How many threads of a note are open, and how many comments one has not read. */
export function countComments(ctx: Context, input: CommentsInput): Promise<CommentCounts> {
  return reading(ctx, async (tx) => {
    const seen = await seeNoteOf(tx, ctx.actor, input);
    return countsOf(tx, ctx.actor.participantId, seen.row.id);
  });
}

async function countsOf(tx: Reader, me: string, noteId: string): Promise<CommentCounts> {
  const [counts] = await tx.rows<CommentCounts>(sql`
    select
      count(*) filter (where c.root_id is null and c.resolved_at is null and ${shown})::int as unresolved,
      count(*) filter (where ${unreadFor(me)})::int as unread
    from app.note_comments c where c.note_id = ${noteId}`);
  return counts!;
}

/** The note as the actor sees it, also under its workspace's address. SW_NOTE_NOT_FOUND. */
export function seeNoteOf(tx: Writer, actor: Actor, at: CommentsInput): ReturnType<typeof seeInWrite>;
export function seeNoteOf(tx: Reader, actor: Actor, at: CommentsInput): Promise<SeenNote>;
export async function seeNoteOf(tx: Reader | Writer, actor: Actor, at: CommentsInput): Promise<SeenNote> {
  const seen = "emit" in tx ? await seeNote(tx, actor, at.note_id) : await seeNote(tx, actor, at.note_id);
  if (at.workspace_id && at.workspace_id !== seen.row.workspaceId) throw new SwError("SW_NOTE_NOT_FOUND");
  return seen;
}
const seeInWrite = (tx: Writer, actor: Actor, noteId: string) => seeNote(tx, actor, noteId);

/** A comment of a note that the caller has seen, unless it was removed. SW_COMMENT_NOT_FOUND. */
export async function findComment(tx: Reader, me: string, noteId: string, commentId: string): Promise<CommentRow> {
  const [row] = await selectComments(tx, me, sql`where c.note_id = ${noteId} and c.id = ${commentId}`);
  if (!row || row.deleted_at !== null) throw new SwError("SW_COMMENT_NOT_FOUND");
  return row;
}

function selectComments(tx: Reader, me: string, which: SQL): Promise<CommentRow[]> {
  return tx.rows<CommentRow>(sql`
    select c.id, c.note_id, c.root_id, c.author_id, p.display_name as author_name, c.body, c.anchor, c.mentions,
      c.created_at, c.edited_at, c.resolved_at, c.resolved_by, c.deleted_at, ${unreadFor(me)} as unread
    from app.note_comments c join app.participants p on p.id = c.author_id ${which}`);
}

async function documentOf(tx: Reader, noteId: string): Promise<NoteDocument | null> {
  const [row] = await tx.rows<{ state: Uint8Array }>(sql`select state from app.notes where id = ${noteId}`);
  return row ? openDocument(row.state) : null;
}

/** A row as it goes over the wire. `document`: the note's, where the comment may stand on some of its text. */
export function toComment({ deleted_at, ...row }: CommentRow, document: NoteDocument | null): NoteComment {
  return {
    ...row,
    place: document && placeOf(row.anchor, document),
    created_at: new Date(row.created_at).toISOString(),
    edited_at: instant(row.edited_at),
    resolved_at: instant(row.resolved_at),
    removed: deleted_at !== null,
  };
}

const instant = (at: Date | string | null): string | null => at && new Date(at).toISOString();
