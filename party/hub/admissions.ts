import type { OpenFacts } from "#/domain/stream/contract.ts";
import { admissionLastsMs, maxAdmissions } from "./limits.ts";

/** Facts of openings that were verified and are about to connect, under a name that only the door was told. */
export class Admissions {
  readonly #waiting = new Map<string, { facts: OpenFacts; until: number }>();

  get size(): number {
    return this.#waiting.size;
  }

  /** False when too many wait. */
  add(name: string, facts: OpenFacts, now: number): boolean {
    this.expire(now);
    if (this.#waiting.size >= maxAdmissions) return false;
    this.#waiting.set(name, { facts, until: now + admissionLastsMs });
    return true;
  }

  /** Works once. */
  take(name: string, now: number): OpenFacts | null {
    const found = this.#waiting.get(name);
    this.#waiting.delete(name);
    return found && now < found.until ? found.facts : null;
  }

  expire(now: number): void {
    for (const [name, { until }] of this.#waiting) {
      if (now < until) return;
      this.#waiting.delete(name);
    }
  }
}
