import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { ensurePostgres, stopPostgres } from "../../src/cli/postgres.ts";
import { openPool } from "../../src/server/database/connect.ts";
import { migrate } from "../../src/server/database/migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Folder of the test server's unix socket. */
    postgresDirectory: string;
    /** A migrated, empty database that nobody is connected to: every test file copies it. */
    templateDatabase: string;
  }
}

const template = "scaiwave_template";

/** One PostgreSQL for the run, as an instance would start it; ended and removed with the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = await mkdtemp(join(tmpdir(), "scaiwave-tests-"));
  const server = await ensurePostgres(data);
  const teardown = async () => {
    await stopPostgres(server);
    for (const folder of [data, server.host]) await rm(folder, { recursive: true, force: true });
  };
  try {
    const socket = { kind: "socket", directory: server.host } as const;
    const maintenance = openPool({ ...socket, database: "postgres" }, "owner", 1);
    // What these databases hold need not survive the machine, and they are made often.
    await maintenance.unsafe("alter system set fsync = off");
    await maintenance.unsafe("select pg_reload_conf()");
    await maintenance.unsafe(`create database ${template}`);
    await maintenance.end({ timeout: 2 });
    const owner = openPool({ ...socket, database: template }, "owner", 1);
    await migrate(owner, new URL("../../drizzle", import.meta.url).pathname);
    await owner.end({ timeout: 2 });
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide("postgresDirectory", server.host);
  project.provide("templateDatabase", template);
  return teardown;
}
