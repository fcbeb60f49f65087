import { createHash } from "node:crypto";
import { openApiDocument } from "#/server/api/rest/document.ts";

let made: { body: string; etag: string } | undefined;

/** `GET /v1/openapi.json`: the same for everyone, so anyone may keep it and ask whether it is still current. */
export function answerOpenApi(request: Request): Response {
  made ??= withTag(JSON.stringify(openApiDocument()));
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "public, no-cache",
    etag: made.etag,
  };
  const known = request.headers.get("if-none-match")?.split(",") ?? [];
  if (known.some((tag) => tag.trim().replace(/^W\//, "") === made!.etag))
    return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : made.body, { headers });
}

function withTag(body: string): { body: string; etag: string } {
  return { body, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"` };
}
