import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { mediaIdsOf } from "#/domain/media/schema.ts";
import { type FolderManifest, fileNames, manifestName, toFolder } from "#/domain/notes/folder.ts";
import { array } from "#/server/database/array.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { mediaFiles } from "#/server/media/tables.ts";
import { storageKey } from "#/server/media/upload-picture.ts";
import { noteAliases, notes } from "#/server/notes/tables.ts";
import type { Storage } from "#/server/ports/storage/port.ts";
import { seeWorkspace } from "#/server/workspaces/access.ts";

type Listed = { id: string; file: string; note: FolderManifest["notes"][number] };

/** Texts in memory at once. */
const batch = 20;
/** The same folder is the same bytes, whenever it is written. */
const noTime = new Date(1980, 0, 1);

/**
 * The notes of a workspace that the actor may read, as the parts of a zip file: a folder of Markdown with its pictures.
 * Archived ones stay out. SW_WORKSPACE_NOT_FOUND comes before the first part.
 */
export async function exportNotes(
  ctx: Context,
  storage: Storage,
  { workspace_id }: { workspace_id: string },
): Promise<AsyncGenerator<Uint8Array>> {
  const listed = await reading(ctx, async (tx) => {
    const { role } = await seeWorkspace(tx, ctx.actor, workspace_id);
    const rows = await tx
      .select({ id: notes.id, title: notes.title, status: notes.status, pinned: notes.pinned })
      .from(notes)
      .where(
        and(
          eq(notes.workspaceId, workspace_id),
          ne(notes.status, "archived"),
          role === "viewer" ? eq(notes.status, "published") : undefined,
        ),
      )
      .orderBy(notes.createdAt, notes.id)
      .limit(10_000);
    const aliases = await tx
      .select({ id: noteAliases.noteId, alias: noteAliases.alias })
      .from(noteAliases)
      .innerJoin(notes, eq(notes.id, noteAliases.noteId))
      .where(eq(notes.workspaceId, workspace_id))
      .orderBy(noteAliases.key);
    const byNote = Map.groupBy(aliases, (each) => each.id);
    const names = fileNames(rows.map(({ title }) => title));
    return rows.map(({ id, title, status, pinned }, index): Listed => {
      const file = names[index]!;
      const names_ = (byNote.get(id) ?? []).map(({ alias }) => alias);
      return { id, file, note: { file, title, status: status as "draft", pinned, aliases: names_ } };
    });
  });
  return writeZip(ctx, storage, workspace_id, listed);
}

type Picture = { id: string; file: string; name: string; sha256: string };

async function* writeZip(
  ctx: Context,
  storage: Storage,
  workspaceId: string,
  listed: Listed[],
): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  const pictures = new Map<string, Picture>();
  for (let at = 0; at < listed.length; at += batch) {
    const some = listed.slice(at, at + batch);
    const texts = await textsOf(ctx, some, pictures, workspaceId);
    for (const { id, file } of some) {
      const text = texts.get(id);
      if (text !== undefined)
        addText(
          zip,
          file,
          toFolder(text, (mediaId) => pictures.get(mediaId)?.file),
        );
    }
    yield* parts.splice(0);
  }
  const written = new Set<string>();
  for (const picture of pictures.values()) {
    if (written.has(picture.file)) continue;
    written.add(picture.file);
    const stored = await storage.get(storageKey(ctx.actor.tenantId, picture.sha256));
    if (!stored) continue;
    const entry = new ZipPassThrough(picture.file);
    entry.mtime = noTime;
    zip.add(entry);
    for await (const chunk of stored.stream) {
      entry.push(chunk as Uint8Array);
      yield* parts.splice(0);
    }
    entry.push(new Uint8Array(), true);
  }
  const manifest: FolderManifest = {
    format: "scaiwave-notes",
    version: 1,
    notes: listed.map(({ note }) => note),
    assets: Object.fromEntries([...pictures.values()].map(({ file, name }) => [file, name])),
  };
  addText(zip, manifestName, `${JSON.stringify(manifest, null, 2)}\n`);
  zip.end();
  yield* parts.splice(0);
}

function addText(zip: Zip, name: string, text: string): void {
  const entry = new ZipDeflate(name, { level: 6 });
  entry.mtime = noTime;
  zip.add(entry);
  entry.push(strToU8(text), true);
}

/** The texts as they are now, and the pictures of this workspace that they show. A note that is gone meanwhile is left out. */
function textsOf(
  ctx: Context,
  some: readonly Listed[],
  pictures: Map<string, Picture>,
  workspaceId: string,
): Promise<Map<string, string>> {
  return reading(ctx, async (tx) => {
    await seeWorkspace(tx, ctx.actor, workspaceId);
    const rows = await tx
      .select({ id: notes.id, body: notes.body })
      .from(notes)
      .where(
        and(
          eq(notes.workspaceId, workspaceId),
          inArray(
            notes.id,
            some.map(({ id }) => id),
          ),
        ),
      );
    const shown = rows.flatMap(({ body }) => mediaIdsOf(body)).filter((id) => !pictures.has(id));
    if (shown.length > 0) {
      const found = await tx
        .select()
        .from(mediaFiles)
        .where(sql`${mediaFiles.workspaceId} = ${workspaceId} and ${mediaFiles.id} = any(${array(shown)}::uuid[])`);
      for (const { id, name, sha256, mimeType } of found) {
        pictures.set(id, { id, name, sha256, file: `assets/${sha256}.${endings[mimeType]}` });
      }
    }
    return new Map(rows.map(({ id, body }) => [id, body]));
  });
}

const endings = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/avif": "avif",
} as const;
