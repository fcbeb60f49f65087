import postgres from "postgres";
import { Lanes } from "#/server/database/lanes.ts";

/** Where PostgreSQL is: our own on a unix socket (trusting whoever may enter the folder), or one named by a URL. */
export type DatabaseAddress = { kind: "socket"; directory: string; database: string } | { kind: "url"; url: string };

/** `owner` migrates, `app` does everything under row-level security, `system` sees which tenants and cursors exist. */
export type DatabaseRole = "owner" | "app" | "system";

export type Sql = postgres.Sql;

export type Database = {
  /** Of the application role, for transactions and for what a session holds. */
  readonly lanes: Lanes;
  /** The same role, for single statements. */
  readonly app: Sql;
  readonly system: Sql;
  close(): Promise<void>;
};

/** Connections of the application role; PostgreSQL of the embedded default allows 100 in all. */
const lanesAtMost = 20;
const appConnections = 4;
/** After a failure to connect. The driver would wait up to twenty seconds, and who asks waits with it. */
const longestBackoffSeconds = 1;

/** Opens a pool under `role`. With a URL the login role must be able to `set role`; on our own socket it logs in directly. */
export function openPool(
  address: DatabaseAddress,
  role: DatabaseRole,
  max: number,
  onclose: () => void = () => {},
): Sql {
  const common = {
    max,
    onclose,
    backoff: (failures: number) => Math.min(3 ** failures / 100, longestBackoffSeconds),
    connect_timeout: 5,
    max_lifetime: null,
    onnotice: () => {},
  };
  if (address.kind === "socket") {
    const user = role === "owner" ? "postgres" : `scaiwave_${role}`;
    return postgres({ ...common, path: `${address.directory}/.s.PGSQL.5432`, user, database: address.database });
  }
  return postgres(address.url, role === "owner" ? common : { ...common, connection: { role: `scaiwave_${role}` } });
}

/**
 * Opens the pools of a running instance. Refuses, with a sentence, a role that could see past row-level security:
 * everything that keeps tenants apart would silently be off.
 */
export async function openDatabase(address: DatabaseAddress): Promise<Database> {
  const app = openPool(address, "app", appConnections);
  const system = openPool(address, "system", 2);
  const lanes = new Lanes(lanesAtMost, (onclose) => openPool(address, "app", 1, onclose));
  const close = async () => {
    await Promise.all([lanes, app, system].map((each) => each.end({ timeout: 2 })));
  };
  try {
    for (const pool of [app, system]) await refuseBypass(pool);
  } catch (error) {
    await close();
    throw error;
  }
  return { lanes, app, system, close };
}

async function refuseBypass(pool: Sql): Promise<void> {
  const [role] = await pool<{ name: string; bypass: boolean }[]>`
    select rolname as name, rolsuper or rolbypassrls as bypass from pg_roles where rolname = current_user`;
  if (!role || role.bypass) {
    throw new Error(
      `The database role ${role?.name ?? "in use"} can bypass row-level security; ScaiWave won't run with it.`,
    );
  }
}
