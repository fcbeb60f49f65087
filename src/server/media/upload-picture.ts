import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { type Media, mediaPath } from "#/domain/media/schema.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { type Picture, readPicture, withoutTraces } from "#/server/media/picture.ts";
import { mediaFiles } from "#/server/media/tables.ts";
import type { Storage } from "#/server/ports/storage/port.ts";
import { limitOf } from "#/server/tenants/limits.ts";
import { allowInWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";

export type Upload = {
  workspaceId: string;
  /** As its owner named it; only shown, never a path. */
  name: string;
  bytes: Uint8Array;
  /** An import keeps bytes as they are; else what the camera wrote into the picture is taken out. */
  keepsTraces?: boolean;
};

/**
 * Stores a picture for a workspace. Needs an editor or owner. The same picture in the same workspace is there once.
 * SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN, SW_MEDIA_TYPE, SW_MEDIA_TOO_LARGE, SW_TENANT_CAPACITY.
 */
export async function uploadPicture(ctx: Context, storage: Storage, upload: Upload): Promise<Media> {
  const allow = async (tx: Reader) =>
    allowInWorkspace(await seeWorkspace(tx, ctx.actor, upload.workspaceId), "create_room");
  await reading(ctx, allow);
  const read = await readPicture(upload.bytes);
  const picture = upload.keepsTraces ? read : await withoutTraces(read);
  const sha256 = createHash("sha256").update(picture.bytes).digest("hex");
  // The bytes first: a row without its bytes is a broken picture, bytes without a row are only waste.
  await storage.put(storageKey(ctx.actor.tenantId, sha256), picture.bytes);
  return writing(ctx, async (tx) => {
    await allow(tx);
    const known = await findSame(tx, upload.workspaceId, sha256);
    if (known) return tx.emit([], () => toMedia(known));
    await requireRoom(tx, picture);
    const [row] = await tx
      .insert(mediaFiles)
      .values({
        tenantId: tx.tenantId,
        id: ctx.newId(),
        workspaceId: upload.workspaceId,
        uploaderId: ctx.actor.participantId,
        name: cleanName(upload.name),
        sha256,
        size: picture.bytes.length,
        mimeType: picture.mimeType,
        width: picture.width,
        height: picture.height,
        createdAt: ctx.now(),
      })
      .returning();
    return tx.emit([], () => toMedia(row!));
  });
}

export const storageKey = (tenantId: string, sha256: string): string => `${tenantId}/${sha256}`;

export type MediaRow = typeof mediaFiles.$inferSelect;

export function toMedia(row: MediaRow): Media {
  return {
    media_id: row.id,
    workspace_id: row.workspaceId,
    name: row.name,
    sha256: row.sha256,
    size: row.size,
    mime_type: row.mimeType,
    width: row.width,
    height: row.height,
    path: mediaPath(row.id),
  };
}

async function findSame(tx: Writer, workspaceId: string, sha256: string): Promise<MediaRow | undefined> {
  // Two at once with the same picture take turns, or it would be there twice.
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.tenantId} ${workspaceId} ${sha256}`}, 0))`);
  const [row] = await tx
    .select()
    .from(mediaFiles)
    .where(sql`${eq(mediaFiles.workspaceId, workspaceId)} and ${eq(mediaFiles.sha256, sha256)}`);
  return row;
}

/** What counts is each content once, as it lies in the storage. */
async function requireRoom(tx: Writer, picture: Picture): Promise<void> {
  const most = await limitOf(tx, "max_storage_bytes");
  if (most === null) return;
  await tx.rows(sql`select from app.tenants for no key update`);
  const [row] = await tx.rows<{ taken: string }>(sql`
    select coalesce(sum(size), 0) as taken from (select distinct on (sha256) size from app.media) stored`);
  if (Number(row!.taken) + picture.bytes.length > most) throw new SwError("SW_TENANT_CAPACITY");
}

function cleanName(name: string): string {
  const cleaned = name
    .normalize("NFC")
    .replace(/^.*[/\\]/, "")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim();
  return [...cleaned].slice(0, 255).join("") || "picture";
}
