import { SwError } from "#/domain/errors.ts";
import { door } from "#/server/api/door.ts";
import { sync, syncQuery } from "#/server/views/sync.ts";

/** `GET /v1/sync`: what happened after `since`, in the envelope `{data}`. */
export function answerSync(request: Request): Promise<Response> {
  return door(request, async ({ app, use }) => {
    if (!use) throw new SwError("SW_AUTH_INVALID_TOKEN");
    if (!use.actor.scopes.includes("read")) throw new SwError("SW_AUTH_INSUFFICIENT_SCOPE");
    const query = syncQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
    return Response.json({ data: await sync(use, app.wake, query, request.signal) });
  });
}
