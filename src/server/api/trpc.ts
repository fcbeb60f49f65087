import { initTRPC, TRPCError } from "@trpc/server";
import type * as z from "zod/v4/core";
import { type ErrorCode, SwError } from "#/domain/errors.ts";
import { neededScopes } from "#/domain/identity/scopes.ts";
import { isAdmin } from "#/domain/participants/roles.ts";
import { toSwError, trpcCodeOf } from "#/server/api/errors.ts";
import type { RequestContext } from "#/server/api/request-context.ts";
import type { Meter } from "#/server/limits/meter.ts";
import { noteRequest } from "#/server/log-lines.ts";

export type RestPath = `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /${string}`;

export type Meta = {
  /** Where programs reach this procedure under `/v1`: method and path, parameters in braces. */
  rest?: RestPath;
  /** Other methods and paths of the same, such as `PATCH` beside the protocol's `PUT`. */
  also?: readonly RestPath[];
  /** One plain sentence on what it does, for the reference. */
  summary?: string;
  /** The form of `data` in the answer; of a list, the array. */
  returns?: z.$ZodType;
  /**
   * A list: the procedure answers `{items, has_more}`, with `next_cursor` when it is paged by a cursor. Its one array
   * becomes `data`, the rest goes into `meta`.
   */
  page?: "offset" | "cursor";
  /** The refusals that a program should expect, beside those of every endpoint. */
  errors?: readonly ErrorCode[];
  /** A call that works. Ids are filled in where they are left out; so is an answer. */
  example?: { input?: Readonly<Record<string, unknown>>; data?: unknown };
  /** The largest body it takes, in bytes, where that is not the usual 256 KB. */
  maxBody?: number;
  /** Set by the procedures below. */
  access?: "public" | "member" | "account" | "admin";
};

const t = initTRPC
  .context<RequestContext & { meter?: Meter }>()
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
          ...(refusal.details ? { sw_details: refusal.details } : {}),
          ...(refusal.retryAfter === undefined ? {} : { retry_after: refusal.retryAfter }),
        },
      };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Our own refusals keep their code and status on the way through tRPC. */
const mapErrors = t.middleware(async ({ next, path, meta }) => {
  noteRequest({ procedure: path, ...(meta?.rest ? { rest: meta.rest.replace(/^\S+ /, "") } : {}) });
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

/** Each call counts, those of one batch too. Pages that are rendered here bring no meter. */
const counted = t.middleware(async ({ ctx, type, next }) => {
  await ctx.meter?.take(type === "mutation" ? "mutation" : "query");
  return next();
});

/** For anyone who reaches the tenant's host, signed in or not. */
export const publicProcedure = t.procedure.meta({ access: "public" }).use(mapErrors).use(counted);

function signedIn(area: "member" | "admin") {
  return publicProcedure.meta({ access: area }).use(({ ctx, type, next }) => {
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
export const accountProcedure = procedure.meta({ access: "account" }).use(({ ctx, next }) => {
  if (ctx.use.actor.credential === "personal_token") throw new SwError("SW_AUTH_NEEDS_SESSION");
  return next();
});
