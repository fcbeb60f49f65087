import { initTRPC, TRPCError } from "@trpc/server";
import { SwError } from "#/domain/errors.ts";
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
        data: { code: shape.data.code, httpStatus: refusal.status, sw_code: refusal.code, sw_message: refusal.message },
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

/** For a signed-in actor; `ctx.use` is what use cases take. */
export const procedure = publicProcedure.use(({ ctx, next }) => {
  if (!ctx.use) throw new SwError("SW_AUTH_INVALID_TOKEN");
  return next({ ctx: { use: ctx.use } });
});
