import { initTRPC, TRPCError } from "@trpc/server";
import { SwError } from "#/domain/errors.ts";
import { neededScopes } from "#/domain/identity/scopes.ts";
import { isAdmin } from "#/domain/participants/roles.ts";
import { toSwError, trpcCodeOf } from "#/server/api/errors.ts";
import type { RequestContext } from "#/server/api/request-context.ts";

export type Meta = {
  /** Where programs reach this procedure under `/v1`: method and path, parameters in braces. */
  rest?: `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /${string}`;
  summary?: string;
};

const t = initTRPC
  .context<RequestContext>()
  .meta<Meta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error }) => {
      const refusal = toSwError(error);
      return {
        ...shape,
        message: refusal.message,
        data: {
          code: shape.data.code,
          httpStatus: refusal.status,
          sw_code: refusal.code,
          sw_message: refusal.message,
          ...(refusal.retryAfter === undefined ? {} : { retry_after: refusal.retryAfter }),
        },
      };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Our own refusals keep their code and status on the way through tRPC. */
const mapErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof SwError) {
    throw new TRPCError({
      code: trpcCodeOf(result.error.cause),
      cause: result.error.cause,
      message: result.error.cause.message,
    });
  }
  return result;
});

/** For anyone who reaches the tenant's host, signed in or not. */
export const publicProcedure = t.procedure.use(mapErrors);

function signedIn(area: "member" | "admin") {
  return publicProcedure.use(({ ctx, type, next }) => {
    if (!ctx.use) throw new SwError("SW_AUTH_INVALID_TOKEN");
    const { scopes } = ctx.use.actor;
    const needed = neededScopes(type === "query" ? "query" : "mutation", area);
    if (!needed.every((scope) => scopes.includes(scope))) throw new SwError("SW_AUTH_INSUFFICIENT_SCOPE");
    return next({ ctx: { use: ctx.use } });
  });
}

/** For a signed-in actor; `ctx.use` is what use cases take. A personal token needs the scope of the call. */
export const procedure = signedIn("member");

/** For the tenant's admins and owners. To others it does not show what it would do. */
export const adminProcedure = signedIn("admin").use(({ ctx, next }) => {
  if (!isAdmin(ctx.use.actor.roles)) throw new SwError("SW_AUTH_INSUFFICIENT_PERMISSION");
  return next();
});

/** For one's own account: a personal token must not make itself stronger or lock its owner out. */
export const accountProcedure = procedure.use(({ ctx, next }) => {
  if (ctx.use.actor.credential === "personal_token") throw new SwError("SW_AUTH_NEEDS_SESSION");
  return next();
});
