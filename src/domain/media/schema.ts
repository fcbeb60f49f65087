import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";

/** Pictures that every browser shows, and that run nothing: no SVG. */
export const pictureTypes = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"] as const;
export type PictureType = (typeof pictureTypes)[number];

export const maxPictureBytes = 10_000_000;
/** Over this a small file can stand for gigabytes in memory. */
export const maxPicturePixels = 50_000_000;

/** A file that was uploaded. */
export const media = z.object({
  media_id: id,
  workspace_id: id,
  name: z.string(),
  sha256: z.string(),
  size: z.int(),
  mime_type: z.enum(pictureTypes),
  width: z.int(),
  height: z.int(),
  /** Where its bytes are, for those who may see it. */
  path: z.string(),
});
export type Media = z.infer<typeof media>;

export const mediaInput = z.strictObject({ media_id: id });
export type MediaInput = z.infer<typeof mediaInput>;

/** Where a picture is for whoever has this, until it expires. */
export const signedMedia = z.object({ path: z.string(), expires_at: z.string() });
export type SignedMedia = z.infer<typeof signedMedia>;

export const mediaPath = (mediaId: string): string => `/v1/media/download/${mediaId}`;

/** Ids of pictures that a Markdown text shows, each once. */
export function mediaIdsOf(markdown: string): string[] {
  const found = markdown.matchAll(/\/v1\/media\/download\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g);
  return [...new Set([...found].map((match) => match[1]!))];
}
