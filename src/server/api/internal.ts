import { timingSafeEqual } from "node:crypto";
import { SwError } from "#/domain/errors.ts";
import { openPath, openRequest, secretHeader } from "#/domain/stream/contract.ts";
import { boundedRequest } from "#/server/api/bodies.ts";
import { errorResponse } from "#/server/api/errors.ts";
import { schemeOf } from "#/server/app.ts";
import { openStream } from "#/server/identity/open-stream.ts";
import { currentApp } from "#/server/start.ts";

/** What the party asks of the web application, over the internal socket only. */
export async function handleInternal(request: Request): Promise<Response> {
  try {
    const app = await currentApp();
    requireSecret(app.config.internalKey, request);
    const { pathname } = new URL(request.url);
    if (request.method !== "POST" || pathname !== openPath) throw new SwError("SW_NOT_FOUND");
    const question = openRequest.parse(await (await boundedRequest(request)).json());
    const facts = await openStream({ ...app, scheme: schemeOf(app.config) }, question);
    return Response.json({ ...facts, hub_shards: app.config.hubShards });
  } catch (error) {
    return errorResponse(error);
  }
}

function requireSecret(expected: string | undefined, request: Request): void {
  const given = Buffer.from(request.headers.get(secretHeader) ?? "");
  const known = Buffer.from(expected ?? "");
  if (known.length === 0 || given.length !== known.length || !timingSafeEqual(given, known))
    throw new SwError("SW_NOT_FOUND");
}
