import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { door } from "#/server/api/door.ts";
import { appRouter } from "#/server/api/router.ts";

/** The browser's door. Batches are bounded, so that one request cannot carry a thousand. */
export function answerTrpc(request: Request): Promise<Response> {
  return door(request, (ctx, bounded) =>
    fetchRequestHandler({
      endpoint: "/api/trpc",
      req: bounded,
      router: appRouter,
      createContext: () => ctx,
      maxBatchSize: 20,
      allowMethodOverride: false,
    }),
  );
}
