import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { App } from "#/server/app.ts";
import type { Config } from "#/server/config.ts";
import { type DatabaseAddress, openPool, type Sql } from "#/server/database/connect.ts";
import { composeApp } from "#/server/start.ts";
import { StartError } from "./failure.ts";
import { borrowDataFolder } from "./instance-lock.ts";
import { untilStopped } from "./interruption.ts";
import { requireCurrent } from "./migrations.ts";
import { type EmbeddedPostgres, ensurePostgres, findPostgres, hasPostgres, stopPostgres } from "./postgres.ts";

const waitMs = 60_000;

type How = { readonly make?: boolean; readonly alone?: boolean };

/**
 * Lends a command the database of the instance: that of DATABASE_URL, the embedded one of an instance that runs, or the
 * embedded one started for the command alone. An instance that runs does not notice.
 *
 * @param how `make`: a data folder without a database gets one, which stays if the command succeeds. `alone`: no instance
 * may run
 */
export async function withDatabase<T>(
  config: Config,
  work: (address: DatabaseAddress) => Promise<T>,
  how: How = {},
): Promise<T> {
  const { database, dataDirectory } = config;
  if (database.kind === "url") return work(database);
  if (database.kind === "socket") {
    return work({ kind: "socket", directory: database.directory, database: database.name });
  }
  if (!how.make && !hasPostgres(dataDirectory)) {
    throw new StartError(
      `There is no instance in the data folder ${dataDirectory}: set SCAIWAVE_DATA to its folder, or \`scaiwave start\` one.`,
    );
  }
  const isNew = !hasPostgres(dataDirectory);
  const { server, end } = await borrow(dataDirectory, how.alone === true);
  let failed = true;
  try {
    const answer = await work({ kind: "socket", directory: server.host, database: server.database });
    failed = false;
    return answer;
  } finally {
    await end();
    if (failed && isNew) rmSync(join(dataDirectory, "postgres"), { recursive: true, force: true });
  }
}

/** Lends a command the database as its owner, who sees every tenant. */
export function withOwner<T>(
  config: Config,
  work: (owner: Sql, address: DatabaseAddress) => Promise<T>,
  how?: How,
): Promise<T> {
  return withDatabase(
    config,
    async (address) => {
      const owner = openPool(address, "owner", 2);
      try {
        return await work(owner, address);
      } finally {
        await owner.end({ timeout: 2 });
      }
    },
    how,
  );
}

/** Lends a command the instance's application, as the web server has it. Its database must be of this version. */
export function withApp<T>(config: Config, work: (app: App) => Promise<T>): Promise<T> {
  return withOwner(config, async (owner, address) => {
    await requireCurrent(owner);
    const app = await composeApp(config, address);
    try {
      return await work(app);
    } finally {
      await app.database.close();
    }
  });
}

type Borrowed = { readonly server: EmbeddedPostgres; readonly end: () => Promise<void> };

async function borrow(dataDirectory: string, alone: boolean): Promise<Borrowed> {
  const deadline = Date.now() + waitMs;
  while (Date.now() < deadline) {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    const held = borrowDataFolder(dataDirectory);
    if (typeof held === "function") return ours(dataDirectory, held);
    if (held === "instance" && alone) {
      throw new StartError(
        `The data folder ${dataDirectory} is in use by another ScaiWave: end that, or choose another.`,
      );
    }
    // The database of another command ends with that command: only an instance's may be shared.
    const server = held === "instance" ? await findPostgres(dataDirectory) : undefined;
    if (server) return { server, end: async () => {} };
    await delay(100);
  }
  throw new StartError(`The data folder ${dataDirectory} is in use by another command: try again when that is done.`);
}

async function ours(dataDirectory: string, release: () => void): Promise<Borrowed> {
  // Ctrl-C waits until the server is ended in order.
  untilStopped();
  try {
    const server = await ensurePostgres(dataDirectory);
    return {
      server,
      end: async () => {
        await stopPostgres(server);
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
