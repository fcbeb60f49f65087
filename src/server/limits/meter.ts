import { SwError } from "#/domain/errors.ts";
import type { Allowance, RateLimits } from "#/server/limits/rate-limits.ts";
import { type RateRule, rateRules } from "#/server/limits/rules.ts";

export type MeterSubject = { tenantId: string; participantId: string | null; address: string };

/** Counts the calls of one request against its sender's limits, and remembers what is left for the headers. */
export class Meter {
  readonly #limits: RateLimits;
  readonly #subject: MeterSubject;
  #left: Allowance | undefined;
  #retryAfter: number | undefined;

  constructor(limits: RateLimits, subject: MeterSubject) {
    this.#limits = limits;
    this.#subject = subject;
  }

  /** @throws SwError SW_RATE_LIMIT_EXCEEDED */
  async take(kind: "query" | "mutation"): Promise<void> {
    const { tenantId, participantId, address } = this.#subject;
    const rule: RateRule = participantId === null ? "api_visitor" : kind === "query" ? "api_read" : "api_write";
    try {
      this.#left = await this.#limits.consume(rule, tenantId, participantId ?? address);
    } catch (error) {
      if (error instanceof SwError && error.retryAfter !== undefined) {
        this.#retryAfter = error.retryAfter;
        this.#left = { limit: rateRules[rule].points, remaining: 0, resetSeconds: error.retryAfter };
      }
      throw error;
    }
  }

  /** `RateLimit-*` of the last call, and `Retry-After` once one was refused; nothing when none was counted. */
  headers(): Record<string, string> {
    if (!this.#left) return {};
    return {
      "ratelimit-limit": String(this.#left.limit),
      "ratelimit-remaining": String(Math.max(0, this.#left.remaining)),
      "ratelimit-reset": String(this.#left.resetSeconds),
      ...(this.#retryAfter === undefined ? {} : { "retry-after": String(this.#retryAfter) }),
    };
  }
}
