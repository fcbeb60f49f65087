import { Readable } from "node:stream";
import { SwError } from "#/domain/errors.ts";
import { id } from "#/domain/ids.ts";
import { maxPictureBytes } from "#/domain/media/schema.ts";
import { boundedRequest } from "#/server/api/bodies.ts";
import { bytesDoor } from "#/server/api/bytes-door.ts";
import { openMedia } from "#/server/media/read-media.ts";
import { uploadPicture } from "#/server/media/upload-picture.ts";

/** A form's boundaries and names beside the file itself. */
const formBytes = 16_384;

/** `POST /v1/media/upload`: multipart with `file` and `workspace_id`. Answers the file. */
export function answerUpload(request: Request): Promise<Response> {
  return bytesDoor(request, "mutation", async (use, { app }) => {
    // Only now, when it is known who asks: a stranger's ten megabytes are not read.
    const form = await formOf(await boundedRequest(request, maxPictureBytes + formBytes));
    const file = form.get("file");
    const workspaceId = id.safeParse(form.get("workspace_id"));
    if (!(file instanceof File)) throw new SwError("SW_BAD_REQUEST", "`file` must be a file.");
    if (!workspaceId.success) throw new SwError("SW_BAD_REQUEST", "`workspace_id` must be an id.");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const upload = { workspaceId: workspaceId.data, name: file.name, bytes };
    return Response.json({ data: await uploadPicture(use, app.storage, upload) });
  });
}

/** `GET /v1/media/download/{media_id}`: the bytes. */
export function answerDownload(request: Request, mediaId: string): Promise<Response> {
  return bytesDoor(request, "query", async (use, { app }) => {
    if (!id.safeParse(mediaId).success) throw new SwError("SW_MEDIA_NOT_FOUND");
    const { media, size, stream } = await openMedia(use, app.storage, mediaId);
    const etag = `"${media.sha256}"`;
    const headers = {
      "content-type": media.mime_type,
      "content-disposition": `inline; filename*=UTF-8''${encodeURIComponent(media.name)}`,
      // Nothing in it may run, should a browser ever take it for a page.
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      // Kept by this person's browser alone, and asked for again each time: rights may be gone.
      "cache-control": "private, no-cache",
      etag,
    };
    if (request.headers.get("if-none-match") === etag || request.method === "HEAD") {
      stream.destroy();
      const status = request.method === "HEAD" ? 200 : 304;
      return new Response(null, {
        status,
        headers: status === 200 ? { ...headers, "content-length": String(size) } : headers,
      });
    }
    return new Response(Readable.toWeb(stream) as ReadableStream, {
      headers: { ...headers, "content-length": String(size) },
    });
  });
}

async function formOf(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch {
    throw new SwError("SW_BAD_REQUEST", "The body must be multipart/form-data.");
  }
}
