import type { Config } from "#/server/config.ts";
import type { DatabaseAddress } from "#/server/database/connect.ts";
import { lockDatabase } from "./instance-lock.ts";
import { processNotes } from "./leftovers.ts";
import { type EmbeddedPostgres, ensurePostgres, stopPostgres } from "./postgres.ts";

export type RunningDatabase = {
  readonly address: DatabaseAddress;
  /** Folder of the embedded server's socket. */
  readonly socketDirectory: string | undefined;
  readonly description: string;
  readonly stop: () => Promise<void>;
};

/** Brings the database up and keeps it up: an embedded one that dies is started, and locked, again. */
export async function runDatabase(
  config: Config,
  runDirectory: string,
  say: (line: string) => void,
): Promise<RunningDatabase> {
  if (config.database.kind === "url") {
    const release = await lockDatabase(config.database);
    return {
      address: config.database,
      socketDirectory: undefined,
      description: "PostgreSQL of DATABASE_URL",
      stop: release,
    };
  }
  return runEmbedded(config.dataDirectory, runDirectory, say);
}

async function runEmbedded(
  dataDirectory: string,
  runDirectory: string,
  say: (line: string) => void,
): Promise<RunningDatabase> {
  const notes = processNotes(runDirectory);
  let stopping = false;
  let server: EmbeddedPostgres;
  let release: () => Promise<void> = async () => undefined;
  let starting: Promise<void>;

  const start = async () => {
    server = await ensurePostgres(dataDirectory);
    notes.keep("postgres", server.pid, { group: false, signal: "INT" });
    void server.ended.then(revive);
    release = await lockDatabase(addressOf(server));
  };
  const revive = async () => {
    if (stopping) return;
    say("PostgreSQL ended; starting it again.");
    await release().catch(() => undefined);
    starting = start().catch((error: unknown) => {
      say(error instanceof Error ? error.message : String(error));
      setTimeout(revive, 1_000);
    });
  };

  starting = start();
  await starting;
  return {
    address: addressOf(server!),
    socketDirectory: server!.host,
    description: server!.adopted ? "PostgreSQL, already running" : "PostgreSQL, embedded",
    stop: async () => {
      stopping = true;
      await starting.catch(() => undefined);
      await release().catch(() => undefined);
      await stopPostgres(server);
      notes.drop("postgres");
    },
  };
}

function addressOf({ host, database }: EmbeddedPostgres): DatabaseAddress {
  return { kind: "socket", directory: host, database };
}
