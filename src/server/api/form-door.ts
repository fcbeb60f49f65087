import type * as z from "zod/mini";
import { SwError } from "#/domain/errors.ts";
import { door } from "#/server/api/door.ts";
import { toSwError } from "#/server/api/errors.ts";
import type { RequestContext } from "#/server/api/request-context.ts";
import { takesPasswords } from "#/server/identity/auth-features.ts";
import { signOut, startSession } from "#/server/identity/sessions.ts";

/** What a form held: text fields by name. */
type Fields = Readonly<Record<string, string>>;

type FormDoor<T> = {
  /** What it must hold; other fields, such as `next`, are handed on as they are. */
  input: z.ZodMiniType<T>;
  fields: readonly string[];
  /** The page that shows the form, where refusals lead. */
  page: string;
  /** Fields that the page may have again after a refusal: nothing secret, and nothing where a secret is typed by mistake. */
  kept: readonly string[];
  handle(ctx: RequestContext, input: T, fields: Fields, request: Request): Promise<Response>;
};

/**
 * Answers a plain form of a visitor with 303: where it went well as `handle` says, else back to the page with
 * `?error=<code>`. A foreign Origin and a body that is no form are answered like by any other door. Where people have no
 * passwords, these doors are not there.
 */
export function formDoor<T>(request: Request, { input, fields, page, kept, handle }: FormDoor<T>): Promise<Response> {
  return door(request, async (ctx, bounded) => {
    if (!takesPasswords(ctx.app.config)) throw new SwError("SW_NOT_FOUND");
    const given = await readForm(bounded);
    try {
      const picked = Object.fromEntries(fields.flatMap((name) => (name in given ? [[name, given[name]]] : [])));
      return await handle(ctx, input.parse(picked), given, bounded);
    } catch (error) {
      const refusal = toSwError(error);
      // A fault of ours and a door that is not there are no matter of the form.
      if (refusal.code === "SW_INTERNAL" || refusal.code === "SW_NOT_FOUND") throw refusal;
      const query = new URLSearchParams({ error: refusal.code });
      for (const name of kept) if (given[name] && given[name].length <= 1_000) query.set(name, given[name]);
      return seeOther(`${page}?${query}`, refusal.retryAfter);
    }
  });
}

/** The text fields of a form; of several with one name the first. SW_BAD_REQUEST for what is none. */
export async function readForm(request: Request): Promise<Record<string, string>> {
  const form = await request.formData().catch(() => null);
  if (!form) throw new SwError("SW_BAD_REQUEST", "This address takes a form.");
  const found: Record<string, string> = Object.create(null);
  for (const [name, value] of form) if (typeof value === "string" && !(name in found)) found[name] = value;
  return found;
}

/**
 * Signs in whoever has just proven who they are. The session is always a fresh one, and one that the browser had ends: a
 * cookie that somebody else planted there never becomes theirs.
 */
export async function enter(
  ctx: RequestContext,
  request: Request,
  participantId: string,
  location: string,
): Promise<Response> {
  if (ctx.use?.actor.credential === "session") await signOut(ctx.use);
  // The old session's own prolongation must not come after the new session's cookie.
  ctx.setCookies.length = 0;
  const agent = request.headers.get("user-agent");
  const { cookie } = await startSession(ctx.app.sessions, ctx.tenant.id, participantId, agent);
  const response = seeOther(location);
  response.headers.append("set-cookie", cookie);
  return response;
}

/**
 * Only a path of this site: anything else would make signing in an open redirect. Browsers drop tabs and line breaks from
 * addresses and take a backslash for a slash, so neither may be in it; what no header takes is encoded.
 */
export function safePath(next: string | undefined): string {
  if (!next?.isWellFormed()) return "/";
  const path = next.replace(/[^\x20-\x7e]/gu, (each) => (/\p{Cc}/u.test(each) ? each : encodeURIComponent(each)));
  return /^\/(?![/\\])[^\\\p{Cc}]{0,1000}$/u.test(path) ? path : "/";
}

export function seeOther(location: string, retryAfter?: number): Response {
  // The address may hold the secret of a mailed link: it goes to no other page.
  const headers = new Headers({ location, "referrer-policy": "no-referrer" });
  if (retryAfter !== undefined) headers.set("retry-after", String(retryAfter));
  return new Response(null, { status: 303, headers });
}
