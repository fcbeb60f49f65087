import * as z from "zod/mini";
import { maxAliases } from "#/domain/notes/bounds.ts";

/** Notes of a workspace as a folder of Markdown: one file a note, pictures in `assets`, and what files can't say in a manifest. */
export const manifestName = "scaiwave.json";

export const folderManifest = z.object({
  format: z.literal("scaiwave-notes"),
  version: z.literal(1),
  notes: z
    .array(
      z.object({
        file: z.string(),
        title: z.string().check(z.minLength(1), z.maxLength(255)),
        status: z.enum(["draft", "published"]),
        pinned: z.boolean(),
        aliases: z.array(z.string().check(z.minLength(1), z.maxLength(255))).check(z.maxLength(maxAliases)),
      }),
    )
    .check(z.maxLength(10_000)),
  /** Names that pictures had when they were uploaded. */
  assets: z.record(z.string(), z.string()),
});
export type FolderManifest = z.infer<typeof folderManifest>;

/** Bounds of one folder, each way. */
export const maxFolderNotes = 2_000;
export const maxFolderEntries = 6_000;
export const maxFolderBytes = 200_000_000;
export const maxZipBytes = 50_000_000;

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** File names for titles, in their order: what no file system takes becomes a dash, and no two are alike but for case. */
export function fileNames(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title) => {
    const plain = plainName(title);
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? `${plain}.md` : `${plain} (${count}).md`;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  });
}

function plainName(title: string): string {
  const plain = [...title.replace(/[\p{Cc}/\\:*?"<>|]/gu, "-")]
    .slice(0, 100)
    .join("")
    .replace(/[. ]+$/, "")
    .replace(/^[. ]+/, "");
  return plain === "" || reserved.test(plain) ? `note ${plain}`.trim() : plain;
}

/** The title of a file without a line in a manifest. */
export function titleOf(path: string): string {
  const name = path
    .split("/")
    .at(-1)!
    .replace(/\.(md|markdown)$/i, "");
  return (
    [
      ...name
        .normalize("NFC")
        .replace(/[\p{Cc}\p{Cf}]/gu, "")
        .replace(/\s+/g, " ")
        .trim(),
    ]
      .slice(0, 255)
      .join("") || "Untitled"
  );
}

const download = /\/v1\/media\/download\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g;
const asset = /assets\/[0-9a-f]{64}\.[a-z]{3,4}/g;

/** The text as the folder holds it: pictures by their file. One that is unknown stays as it is. */
export function toFolder(text: string, fileOf: (mediaId: string) => string | undefined): string {
  return text.replace(download, (whole, mediaId: string) => fileOf(mediaId) ?? whole);
}

/**
 * A text of a folder as we keep it: its pictures by their new addresses. `addressOf` gets a path within the folder. Also
 * `![](pictures/a.png)` and `![[a.png]]` of other programs' folders are understood, relative to the file.
 */
export function fromFolder(text: string, file: string, addressOf: (path: string) => string | undefined): string {
  const near = (path: string) => addressOf(resolved(file, path)) ?? addressOf(path);
  return text
    .replace(asset, (whole) => addressOf(whole) ?? whole)
    .replace(
      /!\[\[([^\]|#\n]{1,300}\.(?:png|jpe?g|gif|webp|avif))(?:\|([^\]\n]{0,200}))?\]\]/gi,
      (whole, path: string, alt?: string) => {
        const address = near(path.trim());
        return address ? `![${alt ?? ""}](${address})` : whole;
      },
    )
    .replace(/(!\[[^\]\n]{0,1000}\]\()<?([^)\s<>]{1,500})>?(?=[)\s])/g, (whole, before: string, path: string) => {
      const address = /^[a-z]+:|^\//i.test(path) ? undefined : near(decoded(path));
      return address ? `${before}${address}` : whole;
    });
}

function resolved(file: string, path: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
