import type { Config } from "#/server/config.ts";
import { type DatabaseAddress, openDatabase, type Sql } from "#/server/database/connect.ts";
import { sentenceFor } from "../failure.ts";
import { withOwner } from "../instance-database.ts";
import { requireCurrent } from "../migrations.ts";
import { hasPostgres } from "../postgres.ts";
import { examine, type Finding, Skipped, Trouble } from "./check.ts";

const leastVersion = 16;
const mostClockSeconds = 5;

type Check = { part: string; check: (owner: Sql, address: DatabaseAddress) => Promise<string>; advice: string };

const checks: readonly Check[] = [
  { part: "database version", check: versionOf, advice: `Use PostgreSQL ${leastVersion} or newer.` },
  { part: "tables", check: tablesOf, advice: "Run `scaiwave migrate`." },
  {
    part: "database roles",
    check: rolesOf,
    advice: "Let the role of DATABASE_URL `set role` to scaiwave_app and scaiwave_system.",
  },
  {
    part: "tenant isolation",
    check: isolationOf,
    advice: "Restore the policies of drizzle/: tenants could see each other.",
  },
  { part: "clock", check: clockOf, advice: "Let both machines follow a time server." },
];

/** Everything that only a database can answer; nothing is made or changed. */
export async function examineDatabase(config: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  const reached = await examine(
    "database",
    async () => {
      if (config.database.kind === "embedded" && !hasPostgres(config.dataDirectory)) {
        throw new Skipped("There is none in the data folder yet; the first start makes it.");
      }
      await withOwner(config, async (owner, address) => {
        await owner`select 1`;
        for (const { part, check, advice } of checks)
          findings.push(await examine(part, () => check(owner, address), advice));
      }).catch((error: unknown) => {
        const sentence = sentenceFor(error);
        throw sentence ? new Trouble(sentence, "See what it says.") : error;
      });
      return config.database.kind === "url" ? "DATABASE_URL answers." : "The embedded one answers.";
    },
    "Check DATABASE_URL, and that the server runs and lets this machine in.",
  );
  return [reached, ...findings];
}

async function versionOf(owner: Sql): Promise<string> {
  const [row] = await owner<{ number: string; name: string }[]>`
    select current_setting('server_version_num') as number, current_setting('server_version') as name`;
  if (Number(row!.number) < leastVersion * 10_000) {
    throw new Trouble(`PostgreSQL ${row!.name} is too old.`, `Use PostgreSQL ${leastVersion} or newer.`);
  }
  return `PostgreSQL ${row!.name}`;
}

async function tablesOf(owner: Sql): Promise<string> {
  await requireCurrent(owner);
  return "They are of this version.";
}

async function rolesOf(_: Sql, address: DatabaseAddress): Promise<string> {
  await (await openDatabase(address)).close();
  return "scaiwave_app and scaiwave_system see no more than they should.";
}

async function isolationOf(owner: Sql): Promise<string> {
  const open = await owner<{ name: string }[]>`
    select relname as name from pg_class c
    where relnamespace = 'app'::regnamespace and relkind in ('r', 'p') and (
      not relrowsecurity or not relforcerowsecurity
      or not exists (select from pg_policies where schemaname = 'app' and tablename = c.relname and policyname = 'tenant'))`;
  if (open.length > 0) {
    throw new Trouble(
      `Row-level security is off for ${open.map(({ name }) => name).join(", ")}.`,
      "End the instance and restore the policies of drizzle/: tenants can see each other.",
    );
  }
  return "Row-level security is forced on every table.";
}

async function clockOf(owner: Sql): Promise<string> {
  const before = Date.now();
  const [row] = await owner<{ ms: number }[]>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`;
  const seconds = Math.round((row!.ms - (before + Date.now()) / 2) / 1000);
  if (Math.abs(seconds) > mostClockSeconds) {
    throw new Trouble(
      `The database's clock is ${seconds} s away from ours.`,
      "Let both machines follow a time server.",
    );
  }
  return "The database has the same time.";
}
