import { join } from "node:path";
import { Gateways } from "#/server/ai/gateways.ts";
import { PersonTokens } from "#/server/ai/person-tokens.ts";
import { gatherPrompt } from "#/server/ai/prompt/gather.ts";
import { startTurns } from "#/server/ai/turns/start-turns.ts";
import type { App } from "#/server/app.ts";
import { type Config, readConfig } from "#/server/config.ts";
import { type DatabaseAddress, openDatabase, type Sql } from "#/server/database/connect.ts";
import { randomId, systemClock } from "#/server/database/context.ts";
import { Passwords } from "#/server/identity/passwords.ts";
import { HeldTokens } from "#/server/identity/provider/held-tokens.ts";
import { SigningKeys } from "#/server/identity/signing-keys.ts";
import { startJobs } from "#/server/job-handlers.ts";
import { RateLimits } from "#/server/limits/rate-limits.ts";
import { LogWake } from "#/server/log/wake.ts";
import { outsideRequests } from "#/server/log-lines.ts";
import { countJob } from "#/server/metrics/registry.ts";
import { onDrain, onShutdown } from "#/server/node/shutdown.ts";
import { startPeriodicTasks } from "#/server/periodic-tasks.ts";
import { composePlugins } from "#/server/plugins.ts";
import { openMail } from "#/server/ports/mail/choose.ts";
import { openParty } from "#/server/ports/party.ts";
import { diskStorage } from "#/server/ports/storage/disk.ts";
import { openSealer } from "#/server/secrets/seal.ts";
import { startSubscribers } from "#/server/subscribers.ts";
import { TenantFinder } from "#/server/tenants/find-tenant.ts";

/** The composition root: everything a process needs, from its configuration. Nothing runs yet. */
export async function composeApp(config: Config, address: DatabaseAddress): Promise<App> {
  const database = await openDatabase(address);
  const secure = config.mode === "production";
  const cookieName = `${secure ? "__Host-" : ""}scaiwave_${await instanceId(database.app)}`;
  const sealer = openSealer(config);
  const wake = new LogWake();
  const heldTokens = new HeldTokens({
    ...{ database, config, sealer, now: systemClock },
    wanted: async (tenantId) => (await gateways.settings(tenantId)).credentials === "person",
  });
  const personTokens = new PersonTokens({ config, now: systemClock }, (who) => heldTokens.tokenOf(who));
  const gateways = new Gateways({ database, config, sealer, personTokens, now: systemClock });
  return {
    config,
    database,
    gateways,
    plugins: composePlugins({ database, gateways, wake, now: systemClock, newId: randomId }),
    heldTokens,
    sealer,
    tenants: new TenantFinder(database, { firstHost: config.serverName, loopbackIsFirst: config.mode === "demo" }),
    sessions: { database, now: systemClock, newId: randomId, cookieName, secure },
    wake,
    limits: new RateLimits(database.app),
    party: openParty(config),
    passwords: new Passwords(),
    mail: openMail(config),
    storage: diskStorage(join(config.dataDirectory, "files")),
    keys: new SigningKeys(database.app, systemClock),
    now: systemClock,
    newId: randomId,
  };
}

/** A web process: answers, and unless `work` is false does what follows the log, the jobs and what comes by the clock. */
export async function startApp(
  config: Config,
  { work = config.platform === "node" }: { work?: boolean } = {},
): Promise<App & { stop: () => Promise<void> }> {
  const app = await composeApp(config, addressOf(config));
  // A function that lives for one request can follow nothing: there, `scaiwave worker` does it elsewhere.
  const stopWork = work ? startWork(app) : async () => {};
  const stop = async () => {
    await stopWork();
    await app.database.close();
  };
  return { ...app, stop };
}

/** Starts what needs no request: subscribers, jobs and periodic tasks. Answers how to end it. */
export function startWork(app: App): () => Promise<void> {
  const stopSubscribers = startSubscribers(app);
  const jobs = startJobs(app, countJob);
  const stopTurns = startTurns(app, { gather: gatherPrompt, onFinished: countJob });
  const stopPeriodicTasks = startPeriodicTasks(app);
  return async () => {
    await Promise.all([stopSubscribers(), jobs.stop(), stopTurns(), stopPeriodicTasks()]);
  };
}

function addressOf(config: Config): DatabaseAddress {
  const { database } = config;
  if (database.kind === "url") return database;
  if (database.kind === "socket") return { kind: "socket", directory: database.directory, database: database.name };
  throw new Error("The database is not running; start it with `npm start`.");
}

/** Made once for the database, so that it survives restarts and differs between instances. */
async function instanceId(sql: Sql): Promise<string> {
  await sql`insert into instance.settings (name, value) values ('instance_id', ${JSON.stringify(randomId().slice(-12))}::text::jsonb)
    on conflict do nothing`;
  const [row] = await sql<
    { value: string }[]
  >`select value #>> '{}' as value from instance.settings where name = 'instance_id'`;
  return row!.value;
}

// The web build bundles this module more than once (pages, server functions); the process still has one app.
const shared = globalThis as typeof globalThis & { scaiwaveApp?: ReturnType<typeof startApp> | undefined };

/** The app of this process, started at the first call. A failed start is tried again by the next call. */
export function currentApp(): ReturnType<typeof startApp> {
  shared.scaiwaveApp ??= outsideRequests(() => startApp(readConfig(process.env))).then(
    (app) => {
      onDrain(() => app.wake.close());
      onShutdown(app.stop);
      return app;
    },
    (error: unknown) => {
      shared.scaiwaveApp = undefined;
      throw error;
    },
  );
  return shared.scaiwaveApp;
}
