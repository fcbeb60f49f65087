import { SwError } from "#/domain/errors.ts";
import { scopes } from "#/domain/identity/scopes.ts";
import { addressHeader, requestIdHeader } from "#/server/api/request-headers.ts";
import { type App, schemeOf } from "#/server/app.ts";
import type { Actor, Context } from "#/server/database/context.ts";
import { actorOfBearer } from "#/server/identity/bearer.ts";
import { readSession } from "#/server/identity/sessions.ts";
import { noteRequest } from "#/server/log-lines.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** One request: the tenant its Host names, and the actor its cookie or bearer token names in that tenant. */
export type RequestContext = {
  app: App;
  tenant: Tenant;
  /** What use cases take; null for a visitor. */
  use: Context | null;
  /** The client's address, as the entry saw it; `unknown` where no entry stands in front. */
  address: string;
  /** Names this request in the server's lines and in `meta.request_id`. */
  requestId: string;
  /** Cookies to set on the answer, such as a prolonged session. */
  setCookies: string[];
};

/**
 * The tenant is resolved first, from the Host, and credentials only count inside it.
 * Anything but a plain read must come from the same origin: browsers send Origin with every such request.
 */
export async function createRequestContext(app: App, request: Request): Promise<RequestContext> {
  const tenant = await app.tenants.byHost(request.headers.get("host"));
  noteRequest({ tenant: tenant.slug });
  const bearer = /^Bearer (\S{1,4096})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!["GET", "HEAD", "OPTIONS"].includes(request.method)) requireSameOrigin(app, request, bearer !== undefined);

  const from = origins(app, request);
  if (bearer !== undefined) {
    const actor = await actorOfBearer(app, tenant, bearer);
    noteRequest({ participantId: actor.participantId });
    return { app, tenant, use: contextOf(app, { ...actor, address: from.address }), ...from, setCookies: [] };
  }
  const session = await readSession(app.sessions, tenant.id, request.headers.get("cookie"));
  const actor: Actor | null = session && {
    tenantId: tenant.id,
    serverName: tenant.serverName,
    participantId: session.participantId,
    sessionId: session.sessionId,
    roles: session.roles,
    credential: "session",
    scopes,
    address: from.address,
  };
  if (session) noteRequest({ participantId: session.participantId });
  const setCookies = session?.cookie ? [session.cookie] : [];
  return { app, tenant, use: actor && contextOf(app, actor), ...from, setCookies };
}

/** A context for an actor known otherwise: a job, the CLI, a test. */
export function contextOf(app: App, actor: Actor): Context {
  return {
    database: app.database,
    actor,
    now: app.now,
    newId: app.newId,
    advanced: (tenantId) => app.wake.advanced(tenantId),
  };
}

/** On Vercel no entry of ours marks the request: the platform's own header is the one that no client can write. */
export function origins({ config, newId }: App, { headers }: Request): { address: string; requestId: string } {
  if (config.platform === "vercel") {
    return { address: headers.get("x-vercel-forwarded-for")?.split(",")[0]?.trim() || "unknown", requestId: newId() };
  }
  return { address: headers.get(addressHeader) ?? "unknown", requestId: headers.get(requestIdHeader) ?? newId() };
}

/** With a bearer token Origin may be absent (programs send none); with a cookie it must be there. Present, it must match. */
export function requireSameOrigin(app: App, request: Request, mayBeAbsent: boolean): void {
  const origin = request.headers.get("origin");
  if (origin === null && mayBeAbsent) return;
  if (origin !== `${schemeOf(app.config)}://${request.headers.get("host")}`) throw new SwError("SW_AUTH_BAD_ORIGIN");
}
