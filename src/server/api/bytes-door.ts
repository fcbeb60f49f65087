import { SwError } from "#/domain/errors.ts";
import { errorResponse } from "#/server/api/errors.ts";
import { createRequestContext, type RequestContext } from "#/server/api/request-context.ts";
import type { Context } from "#/server/database/context.ts";
import { Meter } from "#/server/limits/meter.ts";
import { currentApp } from "#/server/start.ts";

/**
 * Answers a request that takes or gives bytes instead of JSON. Nothing of its body is read before it is known who asks, so
 * that a stranger's megabytes cost nothing; `handle` bounds it.
 */
export async function bytesDoor(
  request: Request,
  kind: "query" | "mutation",
  handle: (use: Context, ctx: RequestContext) => Promise<Response>,
): Promise<Response> {
  try {
    const ctx = await createRequestContext(await currentApp(), request);
    const { app, tenant, address, use } = ctx;
    const meter = new Meter(app.limits, {
      tenantId: tenant.id,
      participantId: use?.actor.participantId ?? null,
      address,
    });
    await meter.take(kind);
    if (!use) throw new SwError("SW_AUTH_INVALID_TOKEN");
    if (!use.actor.scopes.includes(kind === "query" ? "read" : "write"))
      throw new SwError("SW_AUTH_INSUFFICIENT_SCOPE");
    const response = await handle(use, ctx);
    for (const cookie of ctx.setCookies) response.headers.append("set-cookie", cookie);
    if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
    return response;
  } catch (error) {
    return errorResponse(error);
  }
}
