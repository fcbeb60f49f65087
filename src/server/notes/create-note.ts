import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { withFrontmatter } from "#/domain/notes/frontmatter.ts";
import type { CreateNoteInput } from "#/domain/notes/inputs.ts";
import type { NoteSummary } from "#/domain/notes/schema.ts";
import { type Actor, type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { claim } from "#/server/log/idempotency.ts";
import { type NoteRow, seeNote } from "#/server/notes/access.ts";
import { newDocument, requireFits, stateOf } from "#/server/notes/document.ts";
import { toSummary } from "#/server/notes/read.ts";
import { notes, noteVersions } from "#/server/notes/tables.ts";
import { noteEvent, type Written, workedOut } from "#/server/notes/write.ts";
import { allow, type SeenRoom, seeRoom } from "#/server/rooms/access.ts";
import { personalWorkspaceOf } from "#/server/rooms/create-room.ts";
import { requirePlace } from "#/server/tenants/limits.ts";
import { allowInWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";

/** Where a note was saved from; `eventId` null for the whole of a room. */
export type NoteSource = { roomId: string; eventId: string | null };

/** `writerId`: who wrote the text, where that is not the owner. */
export type Origin = { source?: NoteSource; writerId?: string };

/**
 * Makes a note that the actor owns. Needs an editor or owner of the workspace.
 * The same `event_uuid` with the same body answers the note made before.
 * SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN, SW_NOTE_TOO_LARGE, SW_NOTE_QUOTA_EXCEEDED, SW_IDEMPOTENCY_CONFLICT;
 * of a room to stand beside SW_ROOM_NOT_FOUND, SW_NOT_MEMBER, SW_ROOM_TYPE_INVARIANT.
 */
export function createNote(ctx: Context, input: CreateNoteInput, more: Origin = {}): Promise<NoteSummary> {
  return writing(ctx, async (tx) => {
    const workspaceId = input.workspace_id ?? (await personalWorkspaceOf(tx, ctx.actor));
    allowInWorkspace(await seeWorkspace(tx, ctx.actor, workspaceId), "create_room");

    const { event_uuid: eventUuid, ...body } = input;
    const id = ctx.newId();
    const known = await claim(tx, ctx.actor, { procedure: "create_note", eventUuid, body }, id);
    if (known) {
      const earlier = await seeNote(tx, ctx.actor, known);
      return tx.emit([], () => toSummary(earlier.row));
    }
    const roomId = input.source_room_id;
    if (roomId) await seeSource(tx, ctx.actor, roomId);
    const origin = roomId ? { source: { roomId, eventId: null }, ...more } : more;
    const text = input.frontmatter ? withFrontmatter(input.body ?? "", input.frontmatter) : (input.body ?? "");
    const { row, events } = await insertNote(tx, ctx, { id, workspaceId, input, text, ...origin });
    return tx.emit(events, () => toSummary(row));
  });
}

/** A room that a note may come from: what is said in an incognito one stays there. */
export async function seeSource(tx: Writer, actor: Actor, roomId: string): Promise<SeenRoom> {
  const room = await seeRoom(tx, actor, roomId);
  allow(room, "read");
  if (room.room.room_type === "incognito") {
    throw new SwError("SW_ROOM_TYPE_INVARIANT", "What is said in an incognito room stays there.");
  }
  return room;
}

/**
 * Inserts a note of the actor with its first version, in a workspace that the actor may write in.
 * SW_NOTE_TOO_LARGE, SW_NOTE_QUOTA_EXCEEDED.
 */
export async function insertNote(
  tx: Writer,
  ctx: Context,
  made: {
    id: string;
    workspaceId: string;
    input: Pick<CreateNoteInput, "title" | "status" | "pinned">;
    text: string;
  } & Origin,
): Promise<Written> {
  const { id, workspaceId, input, text, source } = made;
  const me = ctx.actor.participantId;
  const writer = made.writerId ?? me;
  const state = stateOf(newDocument(text));
  requireFits(text, state);
  const others = sql`select count(*)::int as taken from app.notes`;
  await requirePlace(tx, "max_notes", others, "SW_NOTE_QUOTA_EXCEEDED");
  const [row] = await tx
    .insert(notes)
    .values({
      tenantId: tx.tenantId,
      id,
      workspaceId,
      ownerId: me,
      title: input.title,
      status: input.status ?? "published",
      pinned: input.pinned ?? false,
      ...workedOut(text),
      body: text,
      state,
      sourceRoomId: source?.roomId ?? null,
      sourceEventId: source?.eventId ?? null,
      createdBy: writer,
      createdAt: ctx.now(),
      updatedBy: writer,
      updatedAt: ctx.now(),
    })
    .returning();
  await insertFirstVersion(tx, ctx, row!);
  return { row: row!, events: [await noteEvent(tx, ctx.newId, row!, { changed: ["created"], authorIds: [writer] })] };
}

async function insertFirstVersion(tx: Writer, ctx: Context, row: NoteRow): Promise<void> {
  await tx.insert(noteVersions).values({
    tenantId: tx.tenantId,
    id: ctx.newId(),
    noteId: row.id,
    version: row.version,
    title: row.title,
    body: row.body,
    authorIds: [row.createdBy],
    reason: "created",
    draft: row.status === "draft",
    createdAt: row.createdAt,
  });
}
