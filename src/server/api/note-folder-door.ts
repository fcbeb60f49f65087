import { Readable } from "node:stream";
import { SwError } from "#/domain/errors.ts";
import { id } from "#/domain/ids.ts";
import { maxZipBytes } from "#/domain/notes/folder.ts";
import { boundedRequest } from "#/server/api/bodies.ts";
import { bytesDoor } from "#/server/api/bytes-door.ts";
import { exportNotes } from "#/server/notes/transfer/export-notes.ts";
import { importNotes } from "#/server/notes/transfer/import-notes.ts";

/** `GET /v1/workspaces/{workspace_id}/notes/export`: the notes one may read, as a zip file of Markdown. */
export function answerExport(request: Request, workspaceId: string): Promise<Response> {
  return bytesDoor(request, "query", async (use, { app }) => {
    const parts = await exportNotes(use, app.storage, { workspace_id: known(workspaceId) });
    return new Response(Readable.toWeb(Readable.from(parts)) as ReadableStream, {
      headers: {
        "content-type": "application/zip",
        "content-disposition": 'attachment; filename="notes.zip"',
        "x-content-type-options": "nosniff",
      },
    });
  });
}

/** `POST /v1/workspaces/{workspace_id}/notes/import`: a zip file of Markdown as the body. */
export function answerImport(request: Request, workspaceId: string): Promise<Response> {
  return bytesDoor(request, "mutation", async (use, { app }) => {
    const type = request.headers.get("content-type")?.split(";")[0]?.trim();
    if (type !== "application/zip") throw new SwError("SW_BAD_REQUEST", "The body must be application/zip.");
    const bounded = await boundedRequest(request, maxZipBytes);
    const zip = new Uint8Array(await bounded.arrayBuffer());
    return Response.json({ data: await importNotes(use, app.storage, { workspaceId: known(workspaceId), zip }) });
  });
}

function known(workspaceId: string): string {
  if (!id.safeParse(workspaceId).success) throw new SwError("SW_WORKSPACE_NOT_FOUND");
  return workspaceId;
}
