import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { signInInput } from "#/domain/identity/inputs.ts";
import { id } from "#/domain/ids.ts";
import { door } from "#/server/api/door.ts";
import { enter, formDoor, readForm, safePath, seeOther } from "#/server/api/form-door.ts";
import type { RequestContext } from "#/server/api/request-context.ts";
import { read } from "#/server/database/transact.ts";
import { blankCookie, signOut } from "#/server/identity/sessions.ts";
import { verifyPassword } from "#/server/identity/verify-password.ts";

/** `POST /auth/sign-in`, a plain form: by short name or mail address, and password. */
export function answerSignIn(request: Request): Promise<Response> {
  return formDoor(request, {
    input: signInInput,
    fields: ["login", "password"],
    page: "/sign-in",
    // Not the login: a password is typed there now and then, and addresses are logged on their way.
    kept: ["next"],
    async handle(ctx, input, { next }, bounded) {
      const { participantId } = await verifyPassword(ctx.app, ctx.tenant, input, ctx.address);
      return enter(ctx, bounded, participantId, safePath(next));
    },
  });
}

/** `POST /auth/demo`, a plain form: signs in as one of the demo people. Exists only where one click is the way in. */
export function answerDemoSignIn(request: Request): Promise<Response> {
  return door(request, async (ctx, bounded) => {
    const { mode, authMode } = ctx.app.config;
    if (mode !== "demo" || authMode !== "mock") throw new SwError("SW_NOT_FOUND");
    const form = await readForm(bounded);
    const person = id.safeParse(form.participant);
    const known = person.success && (await isDemoPerson(ctx, person.data));
    if (!known) return seeOther("/sign-in?error=unknown");
    return enter(ctx, bounded, person.data, safePath(form.next));
  });
}

/** `POST /auth/sign-out`, a plain form: ends this session and its live sockets. */
export function answerSignOut(request: Request): Promise<Response> {
  return door(request, async (ctx) => {
    if (ctx.use) await signOut(ctx.use);
    ctx.setCookies.length = 0;
    const response = seeOther("/sign-in");
    response.headers.append("set-cookie", blankCookie(ctx.app.sessions));
    return response;
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
