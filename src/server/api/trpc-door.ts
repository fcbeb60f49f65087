import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { door } from "#/server/api/door.ts";
import { appRouter } from "#/server/api/router.ts";
import { Meter } from "#/server/limits/meter.ts";

/** The browser's door. Batches are bounded, so that one request cannot carry a thousand. */
export function answerTrpc(request: Request): Promise<Response> {
  return door(request, async (ctx, bounded) => {
    const participantId = ctx.use?.actor.participantId ?? null;
    const meter = new Meter(ctx.app.limits, { tenantId: ctx.tenant.id, participantId, address: ctx.address });
    const response = await fetchRequestHandler({
      endpoint: "/api/trpc",
      req: bounded,
      router: appRouter,
      createContext: () => ({ ...ctx, meter }),
      maxBatchSize: 20,
      allowMethodOverride: false,
    });
    for (const [name, value] of Object.entries(meter.headers())) response.headers.set(name, value);
    return response;
  });
}
