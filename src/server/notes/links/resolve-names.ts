import { SwError } from "#/domain/errors.ts";
import { linkKey } from "#/domain/notes/link-target.ts";
import type { NoteNameInput, ResolveInput } from "#/domain/notes/links-schema.ts";
import type { DirectoryEntry, WikiResolution } from "#/domain/notes/schema.ts";
import { aliasInput } from "#/domain/rooms/inputs.ts";
import type { RoomDetails } from "#/domain/rooms/room.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { findNames } from "#/server/notes/links/find-names.ts";
import { resolveNames, toResolution } from "#/server/notes/links/resolutions.ts";
import { roomByAlias } from "#/server/rooms/list-rooms.ts";
import { seeWorkspace } from "#/server/workspaces/access.ts";

/**
 * What names stand for as one sees them, in a note, in a workspace, or anywhere. SW_NOTE_NOT_FOUND, SW_WORKSPACE_NOT_FOUND.
 */
export function resolveLinks(ctx: Context, { names, workspace_id, note_id }: ResolveInput): Promise<WikiResolution[]> {
  return reading(ctx, async (tx) => {
    if (workspace_id) await seeWorkspace(tx, ctx.actor, workspace_id);
    const seen = note_id ? await seeNote(tx, ctx.actor, note_id) : null;
    return resolveNames(tx, ctx.actor, names, {
      workspaceId: workspace_id ?? seen?.row.workspaceId ?? null,
      source: seen && { id: seen.row.id, authorId: seen.row.updatedBy },
    });
  });
}

/** The note or participant of a name, as one sees it. SW_NOTE_NOT_FOUND, for what exists unseen too. */
export function findByName(ctx: Context, { alias }: NoteNameInput): Promise<WikiResolution> {
  return reading(ctx, async (tx) => {
    const key = linkKey(alias);
    const me = ctx.actor.participantId;
    const found = await findNames(tx, { keys: [key], workspaceId: null, authorId: me, readerId: me });
    const named = found.get(key);
    if (!named) throw new SwError("SW_NOTE_NOT_FOUND", "Nothing of this name can be found.");
    return toResolution(alias, named);
  });
}

/**
 * The room that has this as its address; else the note or participant of the name, as one sees them. SW_NOTE_NOT_FOUND, for
 * what exists unseen too.
 */
export async function findInDirectory(ctx: Context, { alias }: NoteNameInput): Promise<DirectoryEntry> {
  const room = await roomAt(ctx, alias.replace(/^#/, "").toLowerCase());
  if (!room) return { ...(await findByName(ctx, { alias })), room_id: null };
  const path = `/r/${room.room_alias}`;
  return { name: alias, room_id: room.id, note_id: null, participant_id: null, title: room.name, path };
}

async function roomAt(ctx: Context, alias: string): Promise<RoomDetails | null> {
  const input = aliasInput.safeParse({ alias });
  if (!input.success) return null;
  return roomByAlias(ctx, input.data).catch((error: unknown) => {
    if (error instanceof SwError && error.code === "SW_ROOM_NOT_FOUND") return null;
    throw error;
  });
}
