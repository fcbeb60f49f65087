import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { SwError } from "#/domain/errors.ts";

/** Argon2id as OWASP's password storage cheat sheet asks for at least: memory in KiB, passes over it, lanes. */
export type Costs = { memory: number; passes: number; parallelism: number };
export const owaspCosts: Costs = { memory: 19_456, passes: 2, parallelism: 1 };

const saltBytes = 16;
const tagBytes = 32;
/** What a stored hash may ask for at most, so that a forged row cannot make one sign-in eat the machine. */
const maxCosts: Costs = { memory: 262_144, passes: 16, parallelism: 8 };
/** A hash takes some 40 ms of a core, so those at the end of a full queue wait a few seconds. */
const maxWaiting = 200;

type Parsed = Costs & { salt: Buffer; tag: Buffer };

/**
 * Hashes and checks passwords. One for the process: hashes run a few at a time and the others wait in line, so that a
 * flood of sign-ins takes neither the memory nor every thread that files and names are looked up with.
 */
export class Passwords {
  /** How many hashes were computed, for tests and metrics. */
  computed = 0;
  readonly #costs: Costs;
  readonly #slots: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** The hash of a password that nobody knows, with today's costs. */
  readonly #decoy: Parsed;

  constructor(costs: Costs = owaspCosts, slots = Math.max(1, Math.min(3, availableParallelism()))) {
    this.#costs = costs;
    this.#slots = slots;
    this.#decoy = { ...costs, salt: randomBytes(saltBytes), tag: randomBytes(tagBytes) };
  }

  /** The PHC string to store. @throws SwError SW_UNAVAILABLE when the line is too long */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(saltBytes);
    const { memory, passes, parallelism } = this.#costs;
    const tag = await this.#compute(password, { ...this.#costs, salt }, tagBytes);
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
  }

  /**
   * Whether the password is the stored one. `stored` is null where there is none: the work is the same, against a hash
   * that nothing matches, so that the answer's time does not tell whether an account exists.
   */
  async matches(password: string, stored: string | null): Promise<boolean> {
    const known = stored === null ? null : parse(stored);
    const against = known ?? this.#decoy;
    const tag = await this.#compute(password, against, against.tag.length);
    return timingSafeEqual(tag, against.tag) && known !== null;
  }

  /** Whether a hash was made with other costs than today's. */
  isOutdated(stored: string): boolean {
    const known = parse(stored);
    const { memory, passes, parallelism } = this.#costs;
    return known?.memory !== memory || known.passes !== passes || known.parallelism !== parallelism;
  }

  async #compute(password: string, { salt, ...costs }: Costs & { salt: Buffer }, tagLength: number): Promise<Buffer> {
    await this.#enter();
    try {
      this.computed += 1;
      // The same letter typed on two keyboards may come as one code point or as two.
      const message = Buffer.from(password.normalize("NFC"));
      const { memory, passes, parallelism } = costs;
      return await derive({ message, nonce: salt, tagLength, memory, passes, parallelism });
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.#slots) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= maxWaiting) {
      throw new SwError("SW_UNAVAILABLE", "Many people are signing in right now. Try again shortly.", {
        retryAfter: 5,
      });
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** A slot is handed on to who waits longest, and is free only when nobody does. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}

function derive(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2("argon2id", parameters, (error, tag) => (error ? reject(error) : resolve(Buffer.from(tag))));
  });
}

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** Null for anything but an Argon2id hash within our bounds: nothing matches it. */
function parse(stored: string): Parsed | null {
  const [, memory, passes, parallelism, salt, tag] = phc.exec(stored) ?? [];
  if (!salt || !tag) return null;
  const costs = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const { memory: m, passes: t, parallelism: p } = costs;
  if (m > maxCosts.memory || t < 1 || t > maxCosts.passes || p < 1 || p > maxCosts.parallelism || m < 8 * p)
    return null;
  return { ...costs, salt: Buffer.from(salt, "base64"), tag: Buffer.from(tag, "base64") };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
