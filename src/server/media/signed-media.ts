import { and, eq, isNull } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { MediaInput, SignedMedia } from "#/domain/media/schema.ts";
import type { Database } from "#/server/database/connect.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { read } from "#/server/database/transact.ts";
import { openStored, seeMedia } from "#/server/media/read-media.ts";
import { mediaFiles } from "#/server/media/tables.ts";
import type { Storage } from "#/server/ports/storage/port.ts";
import type { Sealer } from "#/server/secrets/seal.ts";
import { workspaces } from "#/server/workspaces/tables.ts";

/** What an instance signs and keeps with. */
type Signing = { sealer: Sealer; storage: Storage; database: Database };

/** Long enough to be fetched by whatever it is handed to, short enough to be worth nothing in a log of theirs. */
const validSeconds = 600;
const purpose = "media";

/**
 * An address under which whoever has it sees a picture without signing in, until it expires. For members of its workspace.
 * SW_MEDIA_NOT_FOUND; SW_UNAVAILABLE where the server has no secret to sign with.
 */
export async function signMedia(
  ctx: Context,
  { sealer }: Pick<Signing, "sealer">,
  { media_id }: MediaInput,
): Promise<SignedMedia> {
  await reading(ctx, (tx) => seeMedia(tx, ctx.actor.participantId, media_id));
  const expires = Math.floor(ctx.now().getTime() / 1000) + validSeconds;
  const signature = sealer.sign(ctx.actor.tenantId, purpose, wordsOf(media_id, expires));
  return {
    path: `/v1/media/signed/${media_id}?expires=${expires}&signature=${signature}`,
    expires_at: new Date(expires * 1000).toISOString(),
  };
}

export type SignedAsked = { mediaId: string; expires: string | null; signature: string | null };

/**
 * The picture of a signed address. SW_MEDIA_NOT_FOUND for one that is absent, expired, of another tenant or not signed by
 * us: nothing tells which.
 */
export async function openSigned(
  { sealer, storage, database }: Signing,
  tenantId: string,
  { mediaId, expires, signature }: SignedAsked,
  now: Date,
) {
  const until = /^\d{10}$/.test(expires ?? "") ? Number(expires) : 0;
  const isSigned = sealer.isSigned(tenantId, purpose, wordsOf(mediaId, until), signature ?? "");
  if (!isSigned || until * 1000 <= now.getTime()) throw new SwError("SW_MEDIA_NOT_FOUND");
  const [row] = await read(database, tenantId, (tx) =>
    tx
      .select({ media: mediaFiles })
      .from(mediaFiles)
      .innerJoin(workspaces, and(eq(workspaces.id, mediaFiles.workspaceId), isNull(workspaces.archivedAt)))
      .where(eq(mediaFiles.id, mediaId)),
  );
  if (!row) throw new SwError("SW_MEDIA_NOT_FOUND");
  return openStored(storage, tenantId, row.media);
}

const wordsOf = (mediaId: string, expires: number): string => `${mediaId} ${expires}`;
