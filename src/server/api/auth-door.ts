import { SwError } from "#/domain/errors.ts";
import { boundedRequest } from "#/server/api/bodies.ts";
import { errorResponse } from "#/server/api/errors.ts";
import { contextOf, origins, requireSameOrigin } from "#/server/api/request-context.ts";
import type { App } from "#/server/app.ts";
import { proveBearer } from "#/server/identity/bearer.ts";
import { ensureAccount } from "#/server/identity/provider/exchange-code.ts";
import {
  authConfig,
  type Client,
  codeGrant,
  grantByCode,
  grantByRefresh,
  grantTokens,
  refreshGrant,
  registered,
  tokenRequest,
} from "#/server/identity/token-grants.ts";
import { currentApp } from "#/server/start.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

type Asked = { app: App; tenant: Tenant; client: Client; request: Request };

/** `GET /v1/auth/config`. */
export function answerAuthConfig(request: Request): Promise<Response> {
  return tokenDoor(request, async ({ app, tenant, client }) => {
    await app.limits.consume("api_visitor", tenant.id, client.address);
    return authConfig(app, tenant);
  });
}

/** `POST /v1/auth/login`: the code of the provider for tokens. `GET` is the provider's way back and sets a cookie. */
export function answerCodeLogin(request: Request): Promise<Response> {
  return tokenDoor(request, async ({ app, tenant, client, request: bounded }) =>
    grantByCode(app, tenant, client, codeGrant.parse(await fieldsOf(bounded))),
  );
}

/** `POST /v1/auth/token`: `grant_type=password` or `refresh_token`, as RFC 6749 has it. */
export function answerToken(request: Request): Promise<Response> {
  return tokenDoor(request, async ({ app, tenant, client, request: bounded }) =>
    grantTokens(app, tenant, client, tokenRequest.parse(await fieldsOf(bounded))),
  );
}

/** `POST /v1/auth/refresh`. */
export function answerRefresh(request: Request): Promise<Response> {
  return tokenDoor(request, async ({ app, tenant, client, request: bounded }) => {
    const { refresh_token } = refreshGrant.parse(await fieldsOf(bounded));
    return grantByRefresh(app, tenant, client, refresh_token);
  });
}

/**
 * `POST /v1/auth/register`: who a bearer token names here. Someone whom the provider's own token names for the first time
 * gets their account and personal workspace; repeating it changes nothing.
 */
export function answerRegister(request: Request): Promise<Response> {
  return tokenDoor(request, async ({ app, tenant, client }) => {
    await app.limits.consume("api_visitor", tenant.id, client.address);
    const bearer = /^Bearer (\S{1,4096})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    if (bearer === undefined) throw new SwError("SW_AUTH_INVALID_TOKEN");
    const { actor } = await proveBearer(app, tenant, bearer).catch(async (error: unknown) => {
      if (!(error instanceof SwError) || error.code !== "SW_PARTICIPANT_NOT_FOUND") throw error;
      await ensureAccount(app, tenant, bearer, client.address);
      return proveBearer(app, tenant, bearer);
    });
    if (!actor.scopes.includes("read")) throw new SwError("SW_AUTH_INSUFFICIENT_SCOPE");
    return registered(contextOf(app, actor));
  });
}

/** `GET /v1/auth/jwks.json` and `/.well-known/jwks.json`: the public keys alone, in the form of RFC 7517 and no envelope. */
export async function answerJwks(request: Request): Promise<Response> {
  try {
    const app = await currentApp();
    const tenant = await app.tenants.byHost(request.headers.get("host"));
    await app.limits.consume("api_visitor", tenant.id, origins(app, request).address);
    // Shorter than a retired key verifies, so that nobody who keeps it refuses a good token for long.
    return Response.json(await app.keys.jwks(), { headers: { "cache-control": "public, max-age=300" } });
  } catch (error) {
    return errorResponse(error);
  }
}

/**
 * A door that no cookie opens: programs come without an Origin, and a browser's must be our own. So neither another site
 * nor a cookie that travels along can ask for tokens. Answers stand in the envelope `{data, meta}` and are never kept.
 */
async function tokenDoor(request: Request, answer: (asked: Asked) => Promise<unknown>): Promise<Response> {
  try {
    const app = await currentApp();
    const bounded = await boundedRequest(request);
    const tenant = await app.tenants.byHost(bounded.headers.get("host"));
    requireSameOrigin(app, bounded, true);
    const { address, requestId } = origins(app, bounded);
    const client = { address, userAgent: bounded.headers.get("user-agent") };
    const data = await answer({ app, tenant, client, request: bounded });
    return Response.json(
      { data, meta: { request_id: requestId } },
      { headers: { "cache-control": "no-store", pragma: "no-cache" } },
    );
  } catch (error) {
    return errorResponse(error);
  }
}

/** The fields of a form or of a JSON object. One that is given twice is refused: others may read the other of the two. */
async function fieldsOf(request: Request): Promise<unknown> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
  const text = await request.text();
  if (type === "application/json") {
    try {
      return JSON.parse(text);
    } catch {
      throw new SwError("SW_BAD_REQUEST", "The body is not JSON.");
    }
  }
  if (type !== "application/x-www-form-urlencoded") {
    throw new SwError("SW_BAD_REQUEST", "Send a form (application/x-www-form-urlencoded) or JSON.");
  }
  const fields = [...new URLSearchParams(text)];
  if (new Set(fields.map(([name]) => name)).size < fields.length) {
    throw new SwError("SW_BAD_REQUEST", "A field is given twice.");
  }
  return Object.fromEntries(fields);
}
