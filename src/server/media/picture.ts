import sharp from "sharp";
import { SwError } from "#/domain/errors.ts";
import { maxPictureBytes, maxPicturePixels, type PictureType } from "#/domain/media/schema.ts";

export type Picture = { bytes: Uint8Array; mimeType: PictureType; width: number; height: number };

const types: Readonly<Record<string, PictureType>> = {
  png: "image/png",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  heif: "image/avif",
};

/**
 * Reads a picture by its bytes alone, whatever its name says: decoded whole once, so that what is stored is a picture to
 * its end. SW_MEDIA_TOO_LARGE, SW_MEDIA_TYPE.
 */
export async function readPicture(bytes: Uint8Array): Promise<Picture> {
  if (bytes.length > maxPictureBytes) throw new SwError("SW_MEDIA_TOO_LARGE");
  const options = { limitInputPixels: maxPicturePixels, failOn: "error", animated: false } as const;
  try {
    const found = await sharp(bytes, options).metadata();
    const mimeType = types[found.format ?? ""];
    if (!mimeType || (found.format === "heif" && found.compression !== "av1")) throw new SwError("SW_MEDIA_TYPE");
    await sharp(bytes, options).resize(1, 1, { fit: "fill" }).raw().toBuffer();
    return { bytes, mimeType, width: found.width, height: found.height };
  } catch (error) {
    if (error instanceof SwError) throw error;
    const pixels = error instanceof Error && /pixel limit/i.test(error.message);
    throw new SwError(pixels ? "SW_MEDIA_TOO_LARGE" : "SW_MEDIA_TYPE", undefined, { cause: error });
  }
}

/**
 * The picture without what the camera wrote into it, such as the place where it was taken; turned as the camera said.
 * One that says nothing stays byte for byte.
 */
export async function withoutTraces(picture: Picture): Promise<Picture> {
  const { exif, xmp, iptc } = await sharp(picture.bytes).metadata();
  if (!exif && !xmp && !iptc) return picture;
  const { data, info } = await sharp(picture.bytes, { animated: true, limitInputPixels: maxPicturePixels })
    .autoOrient()
    .keepIccProfile()
    .toBuffer({ resolveWithObject: true });
  return { ...picture, bytes: data, width: info.width, height: info.pageHeight ?? info.height };
}
