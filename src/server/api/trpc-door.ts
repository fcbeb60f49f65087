import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { door } from "#/server/api/door.ts";
import type { RequestContext } from "#/server/api/request-context.ts";
import { appRouter } from "#/server/api/router.ts";
import type { Meta } from "#/server/api/trpc.ts";
import { Meter } from "#/server/limits/meter.ts";

const base = "/api/trpc";

/** The browser's door. Batches are bounded, so that one request cannot carry a thousand. */
export function answerTrpc(request: Request): Promise<Response> {
  const answer = async (ctx: RequestContext, bounded: Request) => {
    const participantId = ctx.use?.actor.participantId ?? null;
    const meter = new Meter(ctx.app.limits, { tenantId: ctx.tenant.id, participantId, address: ctx.address });
    const response = await fetchRequestHandler({
      endpoint: base,
      req: bounded,
      router: appRouter,
      createContext: () => ({ ...ctx, meter }),
      maxBatchSize: 20,
      allowMethodOverride: false,
    });
    for (const [name, value] of Object.entries(meter.headers())) response.headers.set(name, value);
    return response;
  };
  return door(request, answer, bodyBound(new URL(request.url).pathname.slice(base.length + 1)));
}

/** The largest body that one of the named procedures takes; undefined for the usual one. */
function bodyBound(names: string): number | undefined {
  const known: Record<string, { _def: { meta?: Meta } } | undefined> = appRouter._def.procedures as never;
  const bounds = names
    .split(",")
    .map((name) => (Object.hasOwn(known, name) ? known[name]?._def.meta?.maxBody : 0) ?? 0);
  return Math.max(...bounds) || undefined;
}
