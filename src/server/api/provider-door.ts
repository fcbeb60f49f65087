import { timingSafeEqual } from "node:crypto";
import { generateCodeVerifier, generateState } from "arctic";
import { z } from "zod";
import { SwError } from "#/domain/errors.ts";
import { door } from "#/server/api/door.ts";
import { toSwError } from "#/server/api/errors.ts";
import type { RequestContext } from "#/server/api/request-context.ts";
import { type App, schemeOf } from "#/server/app.ts";
import { accountOf } from "#/server/identity/provider/account.ts";
import { asFailedSignIn } from "#/server/identity/provider/exchange-code.ts";
import { ProviderFault } from "#/server/identity/provider/fault.ts";
import type { GivenTokens } from "#/server/identity/provider/given-tokens.ts";
import { type Provider, providerOf } from "#/server/identity/provider/provider.ts";
import { authorizationUrl, redeemCode, redirectPath } from "#/server/identity/provider/redeem.ts";
import { signOut, startSession } from "#/server/identity/sessions.ts";
import { log } from "#/server/log-lines.ts";

/** Long enough to find one's second factor. */
const attemptSeconds = 600;

const attempt = z.strictObject({
  state: z.string().min(32).max(100),
  nonce: z.string().min(32).max(100),
  verifier: z.string().min(43).max(128),
  next: z.string().max(1_001),
});
type Attempt = z.infer<typeof attempt>;

/** `GET /auth/provider?next=`: sends the browser to the provider, and keeps what the way back must show in a cookie. */
export function answerProviderStart(request: Request): Promise<Response> {
  return door(request, async (ctx) => {
    const provider = requireProvider(ctx);
    await ctx.app.limits.consume("api_visitor", ctx.tenant.id, ctx.address);
    const next = safePath(new URL(request.url).searchParams.get("next"));
    try {
      const fresh = { state: generateState(), nonce: generateState(), verifier: generateCodeVerifier(), next };
      const offline = await ctx.app.heldTokens.wanted(ctx.tenant.id);
      const url = await authorizationUrl(provider, redirectUri(ctx.app, request), fresh, { offline });
      return leave(url.href, [attemptCookie(ctx.app, fresh)]);
    } catch (error) {
      return refused(ctx, error, next);
    }
  });
}

/**
 * `GET /v1/auth/login`: where the provider sends the browser back to. Whatever fails ends on the sign-in page with a
 * code; what it was stands in our log. The attempt's cookie is gone after it, so an answer counts once.
 */
export function answerProviderReturn(request: Request): Promise<Response> {
  return door(request, async (ctx) => {
    const provider = requireProvider(ctx);
    await ctx.app.limits.consume("api_visitor", ctx.tenant.id, ctx.address);
    const begun = readAttempt(ctx.app, request);
    try {
      const { participantId, tokens } = await personReturning(ctx, provider, request, begun);
      if (ctx.use) await signOut(ctx.use);
      // The old session's own prolongation must not come after the new session's cookie.
      ctx.setCookies.length = 0;
      const agent = request.headers.get("user-agent");
      const { cookie, sessionId } = await startSession(ctx.app.sessions, ctx.tenant.id, participantId, agent);
      await ctx.app.heldTokens.keep({ tenantId: ctx.tenant.id, participantId }, sessionId, tokens);
      return leave(safePath(begun?.next ?? null), [cookie, attemptCookie(ctx.app, null)]);
    } catch (error) {
      return refused(ctx, error, begun?.next ?? "/");
    }
  });
}

async function personReturning(
  ctx: RequestContext,
  provider: Provider,
  request: Request,
  begun: Attempt | null,
): Promise<{ participantId: string; tokens: GivenTokens }> {
  const answer = new URL(request.url).searchParams;
  if (!begun || !isSame(answer.get("state") ?? "", begun.state)) {
    throw failed("The answer belongs to no sign-in that this browser began.");
  }
  const { issuer, authorization_response_iss_parameter_supported: namesItself } = await provider
    .metadata()
    .catch(asFailedSignIn);
  const told = answer.get("iss");
  if (told === null ? namesItself : told !== issuer) throw failed("The answer comes from another provider.");
  const refusal = answer.get("error");
  if (refusal !== null) throw failed(/^[a-z_]{1,40}$/.test(refusal) ? `The provider said ${refusal}.` : "It refused.");
  const code = answer.get("code") ?? "";
  if (code.length === 0 || code.length > 2_000) throw failed("The answer has no code.");
  const { nonce, verifier } = begun;
  const grant = { code, verifier, nonce, redirectUri: redirectUri(ctx.app, request) };
  const { who, tokens } = await redeemCode(provider, grant).catch(asFailedSignIn);
  const { participantId } = await accountOf(ctx.app, ctx.tenant, who, ctx.address);
  return { participantId, tokens };
}

function requireProvider(ctx: RequestContext): Provider {
  const provider = providerOf(ctx.app);
  if (!provider) throw new SwError("SW_NOT_FOUND");
  return provider;
}

function failed(message: string): SwError {
  return new SwError("SW_AUTH_OIDC_FAILED", undefined, { cause: new ProviderFault("refused", message) });
}

/** The Host was found to be the tenant's before anything else. */
function redirectUri(app: App, request: Request): string {
  return `${schemeOf(app.config)}://${request.headers.get("host")}${redirectPath}`;
}

/** Back to the sign-in page with a stable code, and a line in the log that says what it was. */
function refused(ctx: RequestContext, error: unknown, next: string): Response {
  const known = error instanceof ProviderFault ? asRefusal(error) : toSwError(error);
  const reason = known.cause instanceof ProviderFault ? known.cause.message : undefined;
  log.warn({ request_id: ctx.requestId, tenant_id: ctx.tenant.id, code: known.code, reason }, "sign-in refused");
  const query = new URLSearchParams({ error: known.code, ...(next === "/" ? {} : { next }) });
  return leave(`/sign-in?${query}`, [attemptCookie(ctx.app, null)]);
}

function asRefusal(fault: ProviderFault): SwError {
  return new SwError("SW_AUTH_OIDC_FAILED", undefined, { cause: fault });
}

function cookieName(app: App): string {
  return `${app.sessions.cookieName}_provider`;
}

/** Host-only, hidden from scripts, sent along when the provider leads the browser back; null takes it away. */
function attemptCookie(app: App, begun: Attempt | null): string {
  const value = begun ? Buffer.from(JSON.stringify(begun)).toString("base64url") : "";
  const age = begun ? attemptSeconds : 0;
  const secure = app.sessions.secure ? "; Secure" : "";
  return `${cookieName(app)}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
}

function readAttempt(app: App, request: Request): Attempt | null {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${cookieName(app)}=`))?.slice(cookieName(app).length + 1);
  if (!value || value.length > 4_000) return null;
  try {
    return attempt.parse(JSON.parse(Buffer.from(value, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}

function isSame(given: string, known: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(known)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Only a path of this site: anything else would make signing in an open redirect. What no header takes is encoded. */
function safePath(next: string | null): string {
  if (!next?.isWellFormed()) return "/";
  const path = next.replace(/[^\x21-\x7e]/gu, (each) => (/\p{Cc}/u.test(each) ? each : encodeURIComponent(each)));
  return /^\/(?![/\\])[^\\\p{Cc}]{0,1000}$/u.test(path) ? path : "/";
}

function leave(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, "cache-control": "no-store", "referrer-policy": "no-referrer" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
