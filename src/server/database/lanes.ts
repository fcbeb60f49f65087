import type { Sql } from "#/server/database/connect.ts";

/** The one connection of a lane, for as long as somebody has it. */
export type Client = Pick<Sql, "unsafe" | "options">;

/**
 * Connections of which each is somebody's alone for a while: a transaction, or a lock of a session. Each is a pool of one,
 * thrown away with its connection. The driver would connect anew instead, and on the way it tells the next query of the old
 * connection's end, sends what was left to say of a transaction into somebody else's, or writes into a socket that is gone,
 * which ends the process (porsager/postgres 1199, 1216, 1223).
 */
export class Lanes {
  readonly #open: (onclose: () => void) => Sql;
  readonly #free: Lane[] = [];
  readonly #waiting: ((lane: Lane) => void)[] = [];
  readonly #all = new Set<Lane>();
  readonly #most: number;
  #isEnded = false;

  constructor(most: number, open: (onclose: () => void) => Sql) {
    this.#most = most;
    this.#open = open;
  }

  /** Runs `work` on a connection of its own; who asks while all are taken waits their turn. */
  async use<T>(work: (client: Client, lane: Pick<Lane, "isLost">) => Promise<T>): Promise<T> {
    const lane = await this.#take();
    try {
      return await work(lane, lane);
    } finally {
      this.#give(lane);
    }
  }

  async end(options: { timeout: number }): Promise<void> {
    this.#isEnded = true;
    await Promise.all([...this.#all].map((lane) => lane.end(options)));
  }

  async #take(): Promise<Lane> {
    // The one that was used last: its statements are prepared.
    const lane = this.#free.pop();
    if (lane && !lane.isLost) return lane;
    if (lane) this.#discard(lane);
    if (this.#all.size < this.#most) return this.#make();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #give(lane: Lane): void {
    if (lane.isLost) this.#discard(lane);
    const next = this.#waiting.shift();
    if (next) next(lane.isLost ? this.#make() : lane);
    else if (!lane.isLost) this.#free.push(lane);
  }

  #make(): Lane {
    const lane = new Lane(this.#open);
    this.#all.add(lane);
    if (this.#isEnded) void lane.end({ timeout: 0 });
    return lane;
  }

  #discard(lane: Lane): void {
    this.#all.delete(lane);
    // What was still waiting to be sent must not be sent by a new connection.
    void lane.end({ timeout: 0 });
  }
}

class Lane {
  readonly #sql: Sql;
  #isLost = false;

  constructor(open: (onclose: () => void) => Sql) {
    this.#sql = open(() => {
      this.#isLost = true;
    });
  }

  /** The connection has ended, and with it the transaction and what it held. */
  get isLost(): boolean {
    return this.#isLost;
  }

  get options(): Sql["options"] {
    return this.#sql.options;
  }

  /** @throws when the connection has ended: what follows in a transaction must never run outside of it */
  get unsafe(): Sql["unsafe"] {
    if (this.#isLost) throw Object.assign(new Error("The connection to the database has ended."), { code: "CONNECTION_CLOSED" }); // biome-ignore format: one refusal
    return this.#sql.unsafe;
  }

  async end(options: { timeout: number }): Promise<void> {
    await this.#sql.end(options).catch(() => {});
  }
}
