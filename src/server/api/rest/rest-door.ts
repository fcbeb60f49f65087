import { callTRPCProcedure } from "@trpc/server";
import { SwError } from "#/domain/errors.ts";
import { door } from "#/server/api/door.ts";
import { errorOf, retryHeader, toSwError } from "#/server/api/errors.ts";
import type { RequestContext } from "#/server/api/request-context.ts";
import { requestIdHeader } from "#/server/api/request-headers.ts";
import { allowedBy, type Endpoint, matchEndpoint } from "#/server/api/rest/endpoints.ts";
import { inputOf } from "#/server/api/rest/input.ts";
import { jsonBodyOf } from "#/server/api/rest/json-body.ts";
import { methodsOf } from "#/server/api/rest/other-endpoints.ts";
import { appRouter } from "#/server/api/router.ts";
import { Meter } from "#/server/limits/meter.ts";

const base = "/v1";

/**
 * The door of programs: `/v1` from the same procedures as the browser's, with the envelopes `{data, meta}` and
 * `{error, meta}`. Answers 200 to everything that went well.
 */
export async function answerRest(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const asked = request.method === "OPTIONS" ? "GET" : request.method;
  const match = matchEndpoint(asked, pathname.slice(base.length));
  const requestId = request.headers.get(requestIdHeader);
  if (match.kind === "unknown") return answerElsewhere(pathname.slice(base.length), request, requestId);
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow: allowOf(pathname) } });
  if (match.kind === "other_method") return refuseMethod(match.allow, requestId);
  const { endpoint, params } = match;
  const answer = (ctx: RequestContext, bounded: Request) =>
    answerEndpoint(ctx, bounded, endpoint, params, searchParams);
  const response = await door(request, answer, endpoint.meta.maxBody);
  return request.method === "HEAD" ? new Response(null, response) : response;
}

/** What is no procedure is answered by its own route; only its other methods come here. */
function answerElsewhere(path: string, request: Request, requestId: string | null): Response {
  const known = methodsOf(path);
  if (known.length === 0 || known.includes(request.method)) return refusal(new SwError("SW_NOT_FOUND"), requestId);
  return otherMethods(...known)({ request });
}

function allowOf(pathname: string): string {
  const others = matchEndpoint("", pathname.slice(base.length));
  return others.kind === "other_method" ? others.allow.join(", ") : "OPTIONS";
}

async function answerEndpoint(
  ctx: RequestContext,
  request: Request,
  endpoint: Endpoint,
  params: Record<string, string>,
  query: URLSearchParams,
): Promise<Response> {
  const participantId = ctx.use?.actor.participantId ?? null;
  const meter = new Meter(ctx.app.limits, { tenantId: ctx.tenant.id, participantId, address: ctx.address });
  try {
    await meter.take(endpoint.kind);
    // Before the body is looked at: a visitor learns nothing of what an endpoint takes by trying.
    if (!ctx.use && endpoint.meta.access !== "public") throw new SwError("SW_AUTH_INVALID_TOKEN");
    const input = inputOf(endpoint, params, query, await jsonBodyOf(request));
    const answer: unknown = await callTRPCProcedure({
      router: appRouter,
      path: endpoint.name,
      type: endpoint.kind,
      ctx,
      getRawInput: async () => (endpoint.input.schema ? input : undefined),
      signal: request.signal,
      batchIndex: 0,
    });
    return Response.json(envelope(answer, endpoint, ctx.requestId), { headers: meter.headers() });
  } catch (error) {
    const response = refusal(error, ctx.requestId);
    for (const [name, value] of Object.entries(meter.headers())) response.headers.set(name, value);
    return response;
  }
}

/** A list's one array is the data; what else it tells (`has_more`, `next_cursor`, `total`) is meta. */
function envelope(answer: unknown, { meta: { page } }: Endpoint, requestId: string) {
  const meta = { request_id: requestId };
  if (!page) return { data: answer ?? null, meta };
  const entries = Object.entries(answer as Record<string, unknown>);
  const list = entries.find(([, value]) => Array.isArray(value));
  return { data: list?.[1] ?? [], meta: { ...meta, ...Object.fromEntries(entries.filter((each) => each !== list)) } };
}

function refusal(error: unknown, requestId: string | null): Response {
  const refused = toSwError(error);
  return Response.json(
    {
      error: errorOf(refused),
      ...(requestId === null ? {} : { meta: { request_id: requestId } }),
    },
    { status: refused.status, headers: { "cache-control": "no-store", ...retryHeader(refused) } },
  );
}

/** 405 with what the address does take. */
export function refuseMethod(allow: readonly string[], requestId: string | null): Response {
  const response = refusal(new SwError("SW_METHOD_NOT_ALLOWED"), requestId);
  response.headers.set("allow", allow.join(", "));
  return response;
}

/** For an address of `/v1` that is no procedure: every method but its own. */
export function otherMethods(...own: readonly string[]): (event: { request: Request }) => Response {
  const allow = allowedBy(own);
  return ({ request }) =>
    request.method === "OPTIONS"
      ? new Response(null, { status: 204, headers: { allow: allow.join(", ") } })
      : refuseMethod(allow, request.headers.get(requestIdHeader));
}
