import { type ChildProcess, execFile, spawn } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import postgres from "postgres";
import { StartError } from "./failure.ts";
import { postgresBinaries } from "./postgres-binaries.ts";
import { privateDirectory } from "./private-directory.ts";
import { processGone, processStart, signalProcess } from "./process-identity.ts";
import { socketPath } from "./run-directory.ts";
import { databaseUser, type SystemUser } from "./system-user.ts";

/** A running embedded server. It trusts whoever can enter the folder of its socket: its own user and root. */
export type EmbeddedPostgres = {
  /** Folder of the unix socket, as `host` for `postgres()`. */
  readonly host: string;
  readonly port: 5432;
  /** The superuser; the application connects as less. */
  readonly user: "postgres";
  readonly database: "scaiwave";
  readonly pid: number;
  /** It ran already when we came. */
  readonly adopted: boolean;
  /** Settles when the server is gone, whoever ended it. */
  readonly ended: Promise<void>;
};

type Place = {
  readonly directory: string;
  readonly socketDirectory: string;
  readonly user: SystemUser | undefined;
  readonly log: string;
};

const database = "scaiwave";
const majorVersion = "18";
const startLimitMs = 30_000;

const settings = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: "100",
  shared_buffers: "128MB",
  // Acknowledged means kept: off lost acknowledged rows at every kill, and gained nothing.
  synchronous_commit: "on",
  // Statements and details of failed queries hold what people wrote.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};

/**
 * Brings up the PostgreSQL of a data folder, or adopts the one that runs there, and makes the database.
 * Idempotent; after a `kill -9` of the server it waits until the old backends are gone.
 *
 * @throws StartError when the folder or the machine does not allow it
 */
export async function ensurePostgres(dataDirectory: string): Promise<EmbeddedPostgres> {
  const place = preparePlace(resolve(dataDirectory));
  const deadline = Date.now() + startLimitMs;
  while (Date.now() < deadline) {
    const running = (await adopt(place)) ?? (await startServer(place));
    if (running) {
      await createDatabase(running.host);
      return running;
    }
    await delay(150);
  }
  throw new StartError(`PostgreSQL did not start: its reasons are in ${place.log}.`);
}

/** The server that runs in a data folder, if one does. */
export function findPostgres(dataDirectory: string): Promise<EmbeddedPostgres | undefined> {
  return adopt(preparePlace(resolve(dataDirectory)));
}

/** Whether a data folder holds a database. */
export function hasPostgres(dataDirectory: string): boolean {
  return existsSync(join(dataDirectory, "postgres/PG_VERSION"));
}

/** Ends the server in order, and within ten seconds in any case. */
export async function stopPostgres({ pid, host }: Pick<EmbeddedPostgres, "pid" | "host">): Promise<void> {
  for (const [signal, limitMs] of [
    ["SIGINT", 6_000],
    ["SIGQUIT", 3_000],
    ["SIGKILL", 1_000],
  ] as const) {
    signalProcess(pid, signal);
    if (await processGone(pid, limitMs)) break;
  }
  rmSync(host, { recursive: true, force: true });
}

function preparePlace(dataDirectory: string): Place {
  mkdirSync(join(dataDirectory, "logs"), { recursive: true, mode: 0o700 });
  const directory = join(dataDirectory, "postgres");
  const user = serverUser(directory);
  const socketDirectory = privateDirectory(socketPath(dataDirectory, "-pg"), user);
  return { directory, socketDirectory, user, log: join(dataDirectory, "logs/postgres.log") };
}

/** Whoever owns the files runs the server, so that root and others may start the same folder in turn where possible. */
function serverUser(directory: string): SystemUser | undefined {
  const me = process.getuid?.();
  const found = lstatSync(directory, { throwIfNoEntry: false });
  if (me !== 0) {
    if (found && found.uid !== me)
      throw new StartError(`${directory} belongs to another user: start as that user, or as root.`);
    return undefined;
  }
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : databaseUser();
}

async function adopt(place: Place): Promise<EmbeddedPostgres | undefined> {
  const file = join(place.directory, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  const host = lines[4] || place.socketDirectory;
  if (!Number.isInteger(pid) || pid <= 1 || processStart(pid) === undefined) return undefined;
  if (!(await answers(host))) return undefined;
  return facts(host, pid, true, goneOf(pid));
}

async function startServer(place: Place): Promise<EmbeddedPostgres | undefined> {
  const native = postgresBinaries(place.user);
  await initialise(place, native);
  const log = openSync(place.log, "a", 0o600);
  const values = Object.entries({ ...settings, unix_socket_directories: place.socketDirectory });
  const server = spawn(
    join(native, "bin/postgres"),
    ["-D", dataArgument(place.directory, place.user), ...values.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...place.user, cwd: place.directory, env: { LC_ALL: "C" }, detached: true, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  const ended = exitOf(server);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over) {
    if (server.pid && (await answers(place.socketDirectory)) && !over) {
      return facts(place.socketDirectory, server.pid, false, ended);
    }
    await delay(25);
  }
  return undefined;
}

/** Into a folder of another name first, so that an interrupted run never looks like a database. */
async function initialise(place: Place, native: string): Promise<void> {
  if (existsSync(join(place.directory, "PG_VERSION"))) {
    const found = readFileSync(join(place.directory, "PG_VERSION"), "utf8").trim();
    if (found === majorVersion) return;
    throw new StartError(
      `${place.directory} was written by PostgreSQL ${found}, and this is ${majorVersion}: move its contents with pg_dump.`,
    );
  }
  const fresh = `${place.directory}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  if (place.user) chownSync(fresh, place.user.uid, place.user.gid);
  const how = [
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
  ];
  await promisify(execFile)(
    join(native, "bin/initdb"),
    ["-D", dataArgument(fresh, place.user), "-U", "postgres", "--no-instructions", ...how],
    { ...place.user, cwd: fresh, env: { LC_ALL: "C" } },
  );
  rmSync(place.directory, { recursive: true, force: true });
  renameSync(fresh, place.directory);
}

// A user other than root may own the data and still not be let through the folders above it (/root). Root enters the
// folder for it, and the server then knows it as the folder it is in, which needs no way through the others.
function dataArgument(directory: string, user: SystemUser | undefined): string {
  return user && process.platform === "linux" ? "/proc/self/cwd" : directory;
}

async function answers(host: string): Promise<boolean> {
  if (!existsSync(join(host, ".s.PGSQL.5432"))) return false;
  const sql = connectTo(host, "postgres");
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function createDatabase(host: string): Promise<void> {
  const sql = connectTo(host, "postgres");
  try {
    const found = await sql`select from pg_database where datname = ${database}`;
    if (found.length === 0) await sql`create database ${sql(database)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function connectTo(host: string, name: string) {
  return postgres({
    host,
    port: 5432,
    user: "postgres",
    database: name,
    max: 1,
    connect_timeout: 3,
    onnotice: () => undefined,
  });
}

function facts(host: string, pid: number, adopted: boolean, ended: Promise<void>): EmbeddedPostgres {
  return { host, port: 5432, user: "postgres", database, pid, adopted, ended };
}

function exitOf(server: ChildProcess): Promise<void> {
  return new Promise((done) => {
    server.once("exit", () => done());
    server.once("error", () => done());
  });
}

async function goneOf(pid: number): Promise<void> {
  while (processStart(pid) !== undefined) await delay(250, undefined, { ref: false });
}
