import type { Config } from "#/server/config.ts";
import { lockDatabase } from "./instance-lock.ts";
import { processNotes } from "./leftovers.ts";
import { type EmbeddedPostgres, ensurePostgres, stopPostgres } from "./postgres.ts";
import type { DatabaseConnection } from "./prepare-database.ts";

export type RunningDatabase = {
  readonly connection: DatabaseConnection;
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
    const connection = fromUrl(config.database.url);
    const release = await lockDatabase(connection);
    return { connection, socketDirectory: undefined, description: "PostgreSQL of DATABASE_URL", stop: release };
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
    release = await lockDatabase(connectionTo(server));
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
    connection: connectionTo(server!),
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

function connectionTo({ host, port, user, database }: EmbeddedPostgres): DatabaseConnection {
  return { host, port, user, database };
}

function fromUrl(url: string): DatabaseConnection {
  const address = new URL(url);
  const part = (text: string) => decodeURIComponent(text);
  return {
    host: part(address.hostname),
    port: Number(address.port || 5432),
    user: part(address.username),
    password: part(address.password),
    database: part(address.pathname.slice(1)) || part(address.username),
    ...(address.searchParams.has("sslmode") ? { ssl: sslMode(address.searchParams.get("sslmode")) } : {}),
  };
}

function sslMode(mode: string | null): "require" | "allow" | "prefer" | "verify-full" | false {
  if (mode === "disable" || mode === null) return false;
  return mode === "allow" || mode === "prefer" || mode === "verify-full" ? mode : "require";
}
