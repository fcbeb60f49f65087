import { sql } from "drizzle-orm";
import { Lucia } from "lucia";
import type { Database } from "#/server/database/connect.ts";
import type { Context } from "#/server/database/context.ts";
import { writing } from "#/server/database/context.ts";
import { transact } from "#/server/database/transact.ts";
import { newSecret } from "#/server/identity/secrets.ts";
import { sessionAdapter } from "#/server/identity/session-adapter.ts";

/** The one place that knows Lucia. Its line is retired upstream; replacing it changes this file and its adapter. */
export type SessionSettings = {
  database: Database;
  now: () => Date;
  newId: () => string;
  /** Cookie name, unique to the instance: two instances on one machine share `localhost` and so share cookies. */
  cookieName: string;
  /** Production is served over https; a demo on loopback is not. */
  secure: boolean;
};

export type SignedIn = {
  participantId: string;
  sessionId: string;
  roles: string[];
  expiresAt: Date;
  cookie: string | null;
};

/** How precisely one sees when a session was last in use; a write for every read would be too much for that. */
const usedEveryMs = 5 * 60_000;

function luciaFor(settings: SessionSettings, tenantId: string) {
  return new Lucia(sessionAdapter(settings.database, tenantId, settings.now), {
    sessionCookie: { name: settings.cookieName, attributes: { secure: settings.secure, sameSite: "lax", path: "/" } },
    getSessionAttributes: (attributes) => attributes,
    getUserAttributes: (attributes) => attributes,
  });
}

/** Starts a session; `cookie` is the Set-Cookie header that carries it: host-only, HttpOnly, SameSite=Lax. */
export async function startSession(
  settings: SessionSettings,
  tenantId: string,
  participantId: string,
  userAgent: string | null,
): Promise<{ sessionId: string; cookie: string }> {
  const lucia = luciaFor(settings, tenantId);
  const public_id = settings.newId();
  const attributes = { public_id, user_agent: userAgent?.slice(0, 400) ?? null, used_ms: settings.now().getTime() };
  const session = await lucia.createSession(participantId, attributes, { sessionId: newSecret() });
  return { sessionId: public_id, cookie: lucia.createSessionCookie(session.id).serialize() };
}

/** Who the cookie header says, in this tenant; null for nobody. `cookie` is set when its life was just prolonged. */
export async function readSession(
  settings: SessionSettings,
  tenantId: string,
  cookieHeader: string | null,
): Promise<SignedIn | null> {
  const lucia = luciaFor(settings, tenantId);
  const secret = lucia.readSessionCookie(cookieHeader ?? "");
  if (!secret || secret.length > 100) return null;
  const { session, user } = await lucia.validateSession(secret);
  if (!session) return null;
  if (settings.now().getTime() - session.used_ms >= usedEveryMs) noteUse(settings, tenantId, session.public_id);
  return {
    participantId: user.id,
    sessionId: session.public_id,
    roles: user.roles,
    expiresAt: session.expiresAt,
    cookie: session.fresh ? lucia.createSessionCookie(session.id).serialize() : null,
  };
}

/** Beside the request, which does not wait for it: that it is missed once does no harm. Of many at once, one writes. */
function noteUse({ database, now }: SessionSettings, tenantId: string, sessionId: string): void {
  const at = now();
  const before = new Date(at.getTime() - usedEveryMs).toISOString();
  transact(database, tenantId, at, async (tx) => {
    await tx.rows(sql`
      update app.sessions set last_used_at = ${at.toISOString()}::timestamptz
      where id = ${sessionId} and coalesce(last_used_at, created_at) <= ${before}::timestamptz`);
    return tx.emit([], () => undefined);
  }).catch(() => {});
}

/** The Set-Cookie header that removes the session's cookie. */
export function blankCookie(settings: SessionSettings): string {
  return luciaFor(settings, "").createBlankSessionCookie().serialize();
}

/** Ends the actor's own session: its live sockets get the event last and are closed. */
export async function signOut(ctx: Context): Promise<void> {
  const { sessionId, participantId, credential } = ctx.actor;
  // A personal token is no session: it ends when it is revoked, and only by its owner's own sign-in.
  if (!sessionId || credential === "personal_token") return;
  await writing(ctx, async (tx) => {
    await tx.rows(sql`delete from app.sessions where id = ${sessionId}`);
    return tx.emit(
      [
        {
          id: ctx.newId(),
          type: "swp.session.ended",
          room_id: null,
          workspace_id: null,
          sender_id: participantId,
          content: { session_ids: [sessionId], reason: "signed_out" },
        },
      ],
      () => undefined,
    );
  });
}
