import { and, eq, isNull } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { Media, MediaInput } from "#/domain/media/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { mediaFiles } from "#/server/media/tables.ts";
import { type MediaRow, storageKey, toMedia } from "#/server/media/upload-picture.ts";
import type { Storage } from "#/server/ports/storage/port.ts";
import { workspaceMembers, workspaces } from "#/server/workspaces/tables.ts";

/** A file and its bytes, for members of its workspace. SW_MEDIA_NOT_FOUND, also when the bytes are gone from the storage. */
export async function openMedia(ctx: Context, storage: Storage, mediaId: string) {
  const row = await reading(ctx, (tx) => seeMedia(tx, ctx.actor.participantId, mediaId));
  return openStored(storage, ctx.actor.tenantId, row);
}

/** The bytes of a file that may be seen. SW_MEDIA_NOT_FOUND when they are gone from the storage. */
export async function openStored(storage: Storage, tenantId: string, row: MediaRow) {
  const found = await storage.get(storageKey(tenantId, row.sha256));
  if (!found) throw new SwError("SW_MEDIA_NOT_FOUND");
  return { media: toMedia(row), ...found };
}

/** What is known of a file, for members of its workspace. SW_MEDIA_NOT_FOUND. */
export async function mediaInfo(ctx: Context, { media_id }: MediaInput): Promise<Media> {
  return toMedia(await reading(ctx, (tx) => seeMedia(tx, ctx.actor.participantId, media_id)));
}

export async function seeMedia(tx: Reader, participantId: string, mediaId: string): Promise<MediaRow> {
  const [row] = await tx
    .select({ media: mediaFiles })
    .from(mediaFiles)
    .innerJoin(workspaces, and(eq(workspaces.id, mediaFiles.workspaceId), isNull(workspaces.archivedAt)))
    .innerJoin(
      workspaceMembers,
      and(eq(workspaceMembers.workspaceId, mediaFiles.workspaceId), eq(workspaceMembers.participantId, participantId)),
    )
    .where(eq(mediaFiles.id, mediaId));
  if (!row) throw new SwError("SW_MEDIA_NOT_FOUND");
  return row.media;
}
