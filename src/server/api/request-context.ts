import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { App } from "#/server/app.ts";
import type { Actor, Context } from "#/server/database/context.ts";
import { read } from "#/server/database/transact.ts";
import { readSession } from "#/server/identity/sessions.ts";
import type { Tenant } from "#/server/tenants/find-tenant.ts";

/** One request: the tenant its Host names, and the actor its cookie or bearer token names in that tenant. */
export type RequestContext = {
  app: App;
  tenant: Tenant;
  /** What use cases take; null for a visitor. */
  use: Context | null;
  /** Cookies to set on the answer, such as a prolonged session. */
  setCookies: string[];
};

/**
 * The tenant is resolved first, from the Host, and credentials only count inside it.
 * Anything but a plain read must come from the same origin: browsers send Origin with every such request.
 */
export async function createRequestContext(app: App, request: Request): Promise<RequestContext> {
  const tenant = await app.tenants.byHost(request.headers.get("host"));
  const bearer = /^Bearer (\S{1,4096})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!["GET", "HEAD", "OPTIONS"].includes(request.method)) requireSameOrigin(app, request, bearer !== undefined);

  if (bearer !== undefined) {
    const actor = await actorOfBearer(app, tenant, bearer);
    return { app, tenant, use: contextOf(app, actor), setCookies: [] };
  }
  const session = await readSession(app.sessions, tenant.id, request.headers.get("cookie"));
  const actor = session && { ...actorIn(tenant), ...session };
  return { app, tenant, use: actor && contextOf(app, actor), setCookies: session?.cookie ? [session.cookie] : [] };
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

function actorIn(tenant: Tenant) {
  return { tenantId: tenant.id, serverName: tenant.serverName };
}

/** With a bearer token Origin may be absent (programs send none); with a cookie it must be there. Present, it must match. */
export function requireSameOrigin(app: App, request: Request, mayBeAbsent: boolean): void {
  const origin = request.headers.get("origin");
  if (origin === null && mayBeAbsent) return;
  const scheme = app.config.mode === "production" ? "https" : "http";
  if (origin !== `${scheme}://${request.headers.get("host")}`) throw new SwError("SW_AUTH_BAD_ORIGIN");
}

/**
 * JWT-shaped tokens are always verified, never mocked; none are issued yet, so all of them are refused.
 * Any other bearer is the fixed demo person, and only in a demo.
 */
export async function actorOfBearer(app: App, tenant: Tenant, token: string): Promise<Actor> {
  const jwtShaped = token.split(".").length === 3;
  if (jwtShaped || app.config.mode !== "demo") throw new SwError("SW_AUTH_INVALID_TOKEN");
  const person = await demoPerson(app, tenant);
  if (!person) throw new SwError("SW_AUTH_INVALID_TOKEN");
  return { ...actorIn(tenant), participantId: person.id, roles: person.roles, sessionId: null };
}

/** The first person of the tenant stands in for every mock bearer. */
async function demoPerson(app: App, tenant: Tenant): Promise<{ id: string; roles: string[] } | undefined> {
  const rows = await read(app.database, tenant.id, (tx) =>
    tx.rows<{ id: string; roles: string[] }>(sql`
      select id, to_jsonb(roles) as roles from app.participants
      where participant_type = 'human' and deactivated_at is null order by created_at, id limit 1`),
  );
  return rows[0];
}
