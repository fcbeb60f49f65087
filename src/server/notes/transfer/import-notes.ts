import { unzipSync } from "fflate";
import { SwError } from "#/domain/errors.ts";
import { mediaPath } from "#/domain/media/schema.ts";
import { maxNoteBytes } from "#/domain/notes/bounds.ts";
import {
  type FolderManifest,
  folderManifest,
  fromFolder,
  manifestName,
  maxFolderBytes,
  maxFolderEntries,
  maxFolderNotes,
  titleOf,
} from "#/domain/notes/folder.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { uploadPicture } from "#/server/media/upload-picture.ts";
import { insertNote } from "#/server/notes/create-note.ts";
import { noteAliases } from "#/server/notes/tables.ts";
import type { Storage } from "#/server/ports/storage/port.ts";
import { allowInWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";

export type Imported = {
  notes: number;
  pictures: number;
  /** What was left out, and why, in the words of an error code. */
  skipped: { file: string; code: string }[];
};

/**
 * Takes a zip file of Markdown into a workspace: all of its notes or, when it can't be read, none. Files that are neither
 * notes nor pictures, and those over a bound, are named in the answer. Needs an editor or owner.
 * SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN, SW_IMPORT_INVALID, SW_IMPORT_TOO_LARGE, SW_TENANT_CAPACITY.
 */
export async function importNotes(
  ctx: Context,
  storage: Storage,
  { workspaceId, zip }: { workspaceId: string; zip: Uint8Array },
): Promise<Imported> {
  const allow = async (tx: Reader) => allowInWorkspace(await seeWorkspace(tx, ctx.actor, workspaceId), "create_room");
  await reading(ctx, allow);
  const entries = unpack(zip);
  const manifest = readManifest(entries);
  const skipped: Imported["skipped"] = [];
  const addresses = await uploadPictures(ctx, storage, workspaceId, { entries, manifest, skipped });
  const files = readNotes(entries, manifest, addresses, skipped);
  return writing(ctx, async (tx) => {
    await allow(tx);
    const events = [];
    for (const { text, line } of files) {
      const id = ctx.newId();
      const written = await insertNote(tx, ctx, { id, workspaceId, input: line, text });
      events.push(...written.events);
      if (line.aliases.length > 0) {
        const keys = new Map(line.aliases.map((alias) => [alias.toLowerCase(), alias]));
        const values = [...keys].map(([key, alias]) => ({
          tenantId: tx.tenantId,
          noteId: id,
          alias,
          key,
          createdBy: ctx.actor.participantId,
          createdAt: ctx.now(),
        }));
        await tx.insert(noteAliases).values(values);
      }
    }
    return tx.emit(events, () => ({ notes: files.length, pictures: new Set(addresses.values()).size, skipped }));
  });
}

type Entries = Record<string, Uint8Array>;

/** Sizes are looked at before anything is unpacked: a small file can stand for a very large one. */
function unpack(zip: Uint8Array): Entries {
  let entries = 0;
  let bytes = 0;
  try {
    return unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        entries += 1;
        if (entries > maxFolderEntries) throw new SwError("SW_IMPORT_TOO_LARGE");
        if (name.endsWith("/") || /(^|\/)(\.[^./]|__MACOSX\/)/.test(name)) return false;
        bytes += originalSize;
        if (bytes > maxFolderBytes) throw new SwError("SW_IMPORT_TOO_LARGE");
        return true;
      },
    });
  } catch (error) {
    if (error instanceof SwError) throw error;
    throw new SwError("SW_IMPORT_INVALID", undefined, { cause: error });
  }
}

/** Null for a folder of another program. One that says it is ours and can't be read is refused. */
function readManifest(entries: Entries): FolderManifest | null {
  const bytes = entries[manifestName];
  if (!bytes) return null;
  try {
    return folderManifest.parse(JSON.parse(decode(bytes)));
  } catch (error) {
    throw new SwError("SW_IMPORT_INVALID", `${manifestName} can't be read.`, { cause: error });
  }
}

/** The address of each picture by its path, and by its bare name where no other picture has it. */
async function uploadPictures(
  ctx: Context,
  storage: Storage,
  workspaceId: string,
  { entries, manifest, skipped }: { entries: Entries; manifest: FolderManifest | null; skipped: Imported["skipped"] },
): Promise<Map<string, string>> {
  const addresses = new Map<string, string>();
  for (const [file, bytes] of Object.entries(entries)) {
    if (file === manifestName || isNote(file)) continue;
    if (!/\.(png|jpe?g|gif|webp|avif)$/i.test(file)) {
      skipped.push({ file, code: "SW_MEDIA_TYPE" });
      continue;
    }
    try {
      const name = manifest?.assets[file] ?? file;
      const made = await uploadPicture(ctx, storage, { workspaceId, name, bytes, keepsTraces: true });
      addresses.set(file, mediaPath(made.media_id));
      const bare = file.split("/").at(-1)!;
      if (!addresses.has(bare)) addresses.set(bare, mediaPath(made.media_id));
    } catch (error) {
      if (!(error instanceof SwError) || !error.code.startsWith("SW_MEDIA_")) throw error;
      skipped.push({ file, code: error.code });
    }
  }
  return addresses;
}

type NoteFile = { text: string; line: FolderManifest["notes"][number] };

function readNotes(
  entries: Entries,
  manifest: FolderManifest | null,
  addresses: ReadonlyMap<string, string>,
  skipped: Imported["skipped"],
): NoteFile[] {
  const lines = new Map(manifest?.notes.map((line, index) => [line.file, { line, index }]));
  const found = Object.keys(entries)
    .filter((file) => file !== manifestName && isNote(file))
    .toSorted(
      (a, b) => (lines.get(a)?.index ?? Number.MAX_SAFE_INTEGER) - (lines.get(b)?.index ?? Number.MAX_SAFE_INTEGER),
    );
  if (found.length > maxFolderNotes) throw new SwError("SW_IMPORT_TOO_LARGE");
  return found.flatMap((file): NoteFile[] => {
    const plain = { file, title: titleOf(file), status: "published" as const, pinned: false, aliases: [] };
    try {
      const text = fromFolder(decode(entries[file]!), file, (path) => addresses.get(path));
      if (text.includes("\0")) throw new SwError("SW_IMPORT_INVALID");
      if (Buffer.byteLength(text) > maxNoteBytes) throw new SwError("SW_NOTE_TOO_LARGE");
      return [{ text, line: lines.get(file)?.line ?? plain }];
    } catch (error) {
      skipped.push({ file, code: error instanceof SwError ? error.code : "SW_IMPORT_INVALID" });
      return [];
    }
  });
}

const isNote = (file: string): boolean => /\.(md|markdown)$/i.test(file);

/** As UTF-8, with the mark at its beginning, if there is one: it is a byte like any other. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
