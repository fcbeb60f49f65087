import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { EventDraft, LogEvent } from "#/domain/envelope.ts";
import { id as idSchema } from "#/domain/ids.ts";
import type { Database, Sql } from "#/server/database/connect.ts";
import type { Client, Lanes } from "#/server/database/lanes.ts";
import { type Stamp, stampEvents, toLogEvents } from "#/server/log/emit.ts";
import { log } from "#/server/log-lines.ts";

type Drizzle = PostgresJsDatabase<Record<string, never>>;

/** Reads under one tenant's row-level security, in one transaction. */
export type Reader = Pick<Drizzle, "select" | "selectDistinct" | "$with" | "with"> & {
  readonly tenantId: string;
  /** Rows of a hand-written statement. */
  rows<T>(statement: SQL): Promise<T[]>;
};

declare const emits: unique symbol;

/** How a write ends: its events and how to answer once they have their positions. Only a `Writer` can make one. */
export type Outcome<T> = { readonly [emits]?: never; events: EventDraft[]; answer: (events: LogEvent[]) => T };

/** Exists only inside `transact`: code that takes a `Writer` cannot run outside a transaction. */
export type Writer = Reader &
  Pick<Drizzle, "insert" | "update" | "delete"> & {
    /**
     * Sends a statement whose result nobody needs without waiting for it: it travels with what follows, and if it fails
     * the whole write fails.
     */
    alongside(statement: SQL): void;
    /** The end of every write: advances the log and commits, in one round trip. Nothing may be written after it. */
    emit<T>(events: EventDraft[], answer: (events: LogEvent[]) => T): Outcome<T>;
  };

/** Runs `work` in a read-only snapshot of one tenant: every query inside sees the same moment. */
export function read<T>(database: Database, tenantId: string, work: (tx: Reader) => Promise<T>): Promise<T> {
  return onConnection(database.lanes, tenantId, "begin isolation level repeatable read read only", async (client) => {
    const result = await work(session(client, tenantId));
    // Nothing was written, so nobody waits for the end; the next user of the connection queues behind it.
    client.unsafe("commit").catch(() => {});
    return result;
  });
}

/**
 * Runs one write of one tenant: `work` sees, allows, decides and writes, and returns `tx.emit(...)`.
 * State and events commit together or not at all. `now` stamps the events.
 */
export function transact<T>(
  database: Database,
  tenantId: string,
  now: Date,
  work: (tx: Writer) => Promise<Outcome<T>>,
): Promise<T> {
  return onConnection(database.lanes, tenantId, "begin", async (client) => {
    const tx = session(client, tenantId) as Writer;
    tx.emit = (events, answer) => ({ events, answer });
    const sent: PromiseLike<unknown>[] = [];
    tx.alongside = (statement) => {
      const running = tx.rows(statement);
      running.catch(() => {});
      sent.push(running);
    };
    const { events, answer } = await work(tx);
    // Sent together: the stream row stays locked for one round trip and one flush to disk, no longer.
    const stamping = events.length > 0 ? stampEvents(client, events, now).execute() : Promise.resolve<Stamp[]>([]);
    const [stamps] = await Promise.all([stamping, client.unsafe("commit").execute(), ...sent]);
    if (stamps.length > 0) log.debug({ tenant_id: tenantId, events: stamps.map(({ id }) => id) }, "events written");
    return answer(toLogEvents(tenantId, events, stamps, now));
  });
}

async function onConnection<T>(
  lanes: Lanes,
  tenantId: string,
  begin: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  // The id is written into the statement, so that both go out in one message; nothing but a UUID may get there.
  if (!idSchema.safeParse(tenantId).success) throw new Error("A tenant's id must be a UUID.");
  return lanes.use(async (client, lane) => {
    try {
      const opened = client.unsafe(`${begin}; select set_config('app.tenant_id', '${tenantId}', true)`).execute();
      const [result] = await Promise.all([work(client), opened]);
      return result;
    } catch (error) {
      if (!lane.isLost) await client.unsafe("rollback").catch(() => {});
      throw error;
    }
  });
}

export type ReservedClient = Awaited<ReturnType<Sql["reserve"]>>;

/** A Drizzle session on one reserved connection, its statements prepared: one round trip each after the first use. */
function session(client: Client, tenantId: string): Reader {
  const unsafe = (query: string, parameters?: never[]) => client.unsafe(query, parameters, { prepare: true });
  const connection = { options: client.options, unsafe } as unknown as Sql;
  const db: Drizzle = drizzle({ client: connection });
  return Object.assign(db as unknown as Reader, {
    tenantId,
    // Sent at once, not after a tick or two as the query builder does: what is called first is first on the wire.
    rows: <T>(statement: SQL) => {
      const { sql, params } = dialect.sqlToQuery(statement);
      return unsafe(sql, params as never[]).execute() as unknown as Promise<T[]>;
    },
  });
}

const dialect = new PgDialect();
