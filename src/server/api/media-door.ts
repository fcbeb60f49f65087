import { Readable } from "node:stream";
import { SwError } from "#/domain/errors.ts";
import { id } from "#/domain/ids.ts";
import { maxPictureBytes } from "#/domain/media/schema.ts";
import { boundedRequest } from "#/server/api/bodies.ts";
import { bytesDoor } from "#/server/api/bytes-door.ts";
import { errorResponse } from "#/server/api/errors.ts";
import { createRequestContext } from "#/server/api/request-context.ts";
import { Meter } from "#/server/limits/meter.ts";
import { openMedia } from "#/server/media/read-media.ts";
import { openSigned } from "#/server/media/signed-media.ts";
import { uploadPicture } from "#/server/media/upload-picture.ts";
import { currentApp } from "#/server/start.ts";

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
    // Kept by this person's browser alone, and asked for again each time: rights may be gone.
    const more = { "cross-origin-resource-policy": "same-origin", "cache-control": "private, no-cache" };
    return pictureAnswer(request, await openMedia(use, app.storage, mediaId), more);
  });
}

/** `GET /v1/media/signed/{media_id}?expires=…&signature=…`: the bytes, for whoever has the address until it expires. */
export async function answerSigned(request: Request, mediaId: string): Promise<Response> {
  try {
    const app = await currentApp();
    const { tenant, address } = await createRequestContext(app, request);
    await new Meter(app.limits, { tenantId: tenant.id, participantId: null, address }).take("query");
    if (!id.safeParse(mediaId).success) throw new SwError("SW_MEDIA_NOT_FOUND");
    const query = new URL(request.url).searchParams;
    const asked = { mediaId, expires: query.get("expires"), signature: query.get("signature") };
    const opened = await openSigned(app, tenant.id, asked, new Date());
    // The address is worth what it shows: it is neither kept nor handed on by a browser.
    const more = { "cross-origin-resource-policy": "cross-origin", "cache-control": "private, no-store" };
    return pictureAnswer(request, opened, { ...more, "referrer-policy": "no-referrer" });
  } catch (error) {
    return errorResponse(error);
  }
}

function pictureAnswer(
  request: Request,
  { media, size, stream }: Awaited<ReturnType<typeof openMedia>>,
  more: Record<string, string>,
): Response {
  const etag = `"${media.sha256}"`;
  const headers = {
    "content-type": media.mime_type,
    "content-disposition": `inline; filename*=UTF-8''${encodeURIComponent(media.name)}`,
    // Nothing in it may run, should a browser ever take it for a page.
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    ...more,
    etag,
  };
  const whole = { ...headers, "content-length": String(size) };
  if (request.headers.get("if-none-match") === etag || request.method === "HEAD") {
    stream.destroy();
    return request.method === "HEAD"
      ? new Response(null, { headers: whole })
      : new Response(null, { status: 304, headers });
  }
  return new Response(Readable.toWeb(stream) as ReadableStream, { headers: whole });
}

async function formOf(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch {
    throw new SwError("SW_BAD_REQUEST", "The body must be multipart/form-data.");
  }
}
