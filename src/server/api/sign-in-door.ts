import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { id } from "#/domain/ids.ts";
import { door } from "#/server/api/door.ts";
import type { RequestContext } from "#/server/api/request-context.ts";
import { read } from "#/server/database/transact.ts";
import { blankCookie, signOut, startSession } from "#/server/identity/sessions.ts";

/** `POST /auth/demo`, a plain form: signs in as one of the demo people. Does not exist outside a demo. */
export function answerDemoSignIn(request: Request): Promise<Response> {
  return door(request, async (ctx, bounded) => {
    if (ctx.app.config.mode !== "demo") throw new SwError("SW_NOT_FOUND");
    const form = await bounded.formData().catch(() => null);
    if (!form) throw new SwError("SW_BAD_REQUEST", "This address takes a form.");
    const person = id.safeParse(form.get("participant"));
    const known = person.success && (await isDemoPerson(ctx, person.data));
    if (!known) return seeOther("/sign-in?error=unknown");
    if (ctx.use) await signOut(ctx.use);
    const { cookie } = await startSession(
      ctx.app.sessions,
      ctx.tenant.id,
      person.data,
      bounded.headers.get("user-agent"),
    );
    return seeOther(safePath(form.get("next")), cookie);
  });
}

/** `POST /auth/sign-out`, a plain form: ends this session and its live sockets. */
export function answerSignOut(request: Request): Promise<Response> {
  return door(request, async (ctx) => {
    if (ctx.use) await signOut(ctx.use);
    return seeOther("/sign-in", blankCookie(ctx.app.sessions));
  });
}

async function isDemoPerson(ctx: RequestContext, participantId: string): Promise<boolean> {
  const rows = await read(ctx.app.database, ctx.tenant.id, (tx) =>
    tx.rows(sql`
      select id from app.participants
      where id = ${participantId} and participant_type = 'human' and deactivated_at is null`),
  );
  return rows.length === 1;
}

/** Only a path of this site: anything else would make the sign-in form an open redirect. */
function safePath(next: FormDataEntryValue | null): string {
  return typeof next === "string" && /^\/(?![/\\])[^\\\r\n]{0,1000}$/.test(next) ? next : "/";
}

function seeOther(location: string, cookie?: string): Response {
  return new Response(null, { status: 303, headers: { location, ...(cookie ? { "set-cookie": cookie } : {}) } });
}
