import { createHash } from "node:crypto";
import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterRes } from "rate-limiter-flexible";
import { SwError } from "#/domain/errors.ts";
import type { Sql } from "#/server/database/connect.ts";
import { type RateRule, rateRules } from "#/server/limits/rules.ts";

/** What is left of a limit after a request, for the `RateLimit-*` headers. */
export type Allowance = { limit: number; remaining: number; resetSeconds: number };

type Limiter = RateLimiterMemory | RateLimiterPostgres;

/** Counts attempts by rule and key. Shared rules count in the database, so that more processes do not mean more guesses. */
export class RateLimits {
  readonly #limiters: Record<RateRule, Limiter>;

  constructor(sql: Sql) {
    // The library speaks to `pg`; ours is postgres.js, and one method is all it asks for.
    const client = {
      query: async ({ text, values }: { text: string; values?: never[] }) => {
        const rows = await sql.unsafe(text, values ?? [], { prepare: true });
        return { rows, rowCount: rows.count };
      },
    };
    this.#limiters = Object.fromEntries(
      Object.entries(rateRules).map(([name, { points, seconds, store }]) => {
        const options = { points, duration: seconds, keyPrefix: name };
        if (store === "memory") return [name, new RateLimiterMemory(options)];
        const insuranceLimiter = new RateLimiterMemory(options);
        const where = { schemaName: "instance", tableName: "rate_limits", tableCreated: true, storeType: "pool" };
        return [
          name,
          // One who is over the limit is refused from memory until it ends: an attack costs the database nothing.
          new RateLimiterPostgres({
            ...options, ...where, storeClient: client, insuranceLimiter, inMemoryBlockOnConsumed: points + 1,
          }), // biome-ignore format: one limiter
        ];
      }),
    ) as Record<RateRule, Limiter>;
  }

  /**
   * Takes one attempt of `parts` (a tenant's id first) from the rule. Nothing readable is stored: keys are digests.
   * @throws SwError SW_RATE_LIMIT_EXCEEDED with the seconds to wait
   */
  async consume(rule: RateRule, ...parts: readonly string[]): Promise<Allowance> {
    try {
      return allowance(rule, await this.#limiters[rule].consume(digest(parts)));
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      const retryAfter = Math.max(1, Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000));
      throw new SwError("SW_RATE_LIMIT_EXCEEDED", undefined, { retryAfter });
    }
  }

  /** Forgets what was counted, when an attempt turned out to be rightful. */
  async forgive(rule: RateRule, ...parts: readonly string[]): Promise<void> {
    await this.#limiters[rule].delete(digest(parts));
  }
}

function digest(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("base64url");
}

function allowance(rule: RateRule, { remainingPoints, msBeforeNext }: RateLimiterRes): Allowance {
  const { points } = rateRules[rule];
  return { limit: points, remaining: remainingPoints, resetSeconds: Math.max(0, Math.ceil(msBeforeNext / 1000)) };
}
