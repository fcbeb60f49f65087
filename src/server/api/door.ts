import { boundedRequest } from "#/server/api/bodies.ts";
import { errorResponse } from "#/server/api/errors.ts";
import { createRequestContext, type RequestContext } from "#/server/api/request-context.ts";
import { currentApp } from "#/server/start.ts";

/**
 * Answers one HTTP request outside tRPC: bounded body (256 KB unless told), tenant, actor, then `handle`; whatever it
 * throws leaves as the error envelope. Nothing of a tenant is ever cached on the way.
 */
export async function door(
  request: Request,
  handle: (ctx: RequestContext, request: Request) => Promise<Response>,
  mostBytes?: number,
): Promise<Response> {
  try {
    const bounded = await boundedRequest(request, mostBytes);
    const ctx = await createRequestContext(await currentApp(), bounded);
    const response = await handle(ctx, bounded);
    for (const cookie of ctx.setCookies) response.headers.append("set-cookie", cookie);
    if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
    return response;
  } catch (error) {
    return errorResponse(error);
  }
}
