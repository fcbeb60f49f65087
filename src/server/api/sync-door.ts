import { SwError } from "#/domain/errors.ts";
import { door } from "#/server/api/door.ts";
import { Meter } from "#/server/limits/meter.ts";
import { sync, syncQuery } from "#/server/views/sync.ts";

/** `GET /v1/sync`: what happened after `since`, in the envelope `{data}`. */
export function answerSync(request: Request): Promise<Response> {
  return door(request, async ({ app, tenant, address, use }) => {
    const participantId = use?.actor.participantId ?? null;
    const meter = new Meter(app.limits, { tenantId: tenant.id, participantId, address });
    await meter.take("query");
    if (!use) throw new SwError("SW_AUTH_INVALID_TOKEN");
    if (!use.actor.scopes.includes("read")) throw new SwError("SW_AUTH_INSUFFICIENT_SCOPE");
    const query = syncQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
    const data = await sync(use, app.wake, query, request.signal);
    return Response.json({ data }, { headers: meter.headers() });
  });
}
