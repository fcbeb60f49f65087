import type { Context } from "#/server/database/context.ts";
import type { RateLimits } from "#/server/limits/rate-limits.ts";

type Asker = { readonly use: Pick<Context, "actor">; readonly app: { readonly limits: RateLimits } };

/**
 * Does what makes a model speak at the press of a button, so many times a minute for one person: nobody drains the gateway
 * of all the others. SW_RATE_LIMIT_EXCEEDED.
 */
export async function asking<T>({ use, app }: Asker, work: () => Promise<T>): Promise<T> {
  await app.limits.consume("ai_ask", use.actor.tenantId, use.actor.participantId);
  return work();
}
