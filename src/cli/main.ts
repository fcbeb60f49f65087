import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ArgumentsOf, readCommandLine } from "./command-line.ts";
import type { CommandName } from "./commands.ts";
import { orExplain } from "./failure.ts";
import { projectRoot } from "./paths.ts";

type Runners = { [Name in CommandName]: (args: ArgumentsOf<Name>) => Promise<void> };

// Each is loaded when it is called: `config` must not wait for the programs of `start`.
const runners: Runners = {
  start: (args) => import("./start.ts").then(({ start }) => start("built", args)),
  dev: (args) => import("./start.ts").then(({ start }) => start("dev", args)),
  build: () => import("./build-command.ts").then(({ build }) => build()),
  worker: () => import("./worker-command.ts").then(({ runWorker }) => runWorker()),
  config: (args) => import("./config-command.ts").then(({ printConfig }) => printConfig(args)),
  doctor: (args) => import("./doctor/doctor.ts").then(({ doctor }) => doctor(args)),
  migrate: (args) => import("./migrate-command.ts").then(({ migrateDatabase }) => migrateDatabase(args)),
  seed: () => import("./seed-command.ts").then(({ seed }) => seed()),
  "tenant list": (args) => import("./tenant-commands.ts").then(({ listTenants }) => listTenants(args)),
  "tenant create": (args) => import("./tenant-commands.ts").then(({ makeTenant }) => makeTenant(args)),
  "tenant suspend": (args) => import("./tenant-commands.ts").then(({ suspend }) => suspend(args)),
  "tenant resume": (args) => import("./tenant-commands.ts").then(({ resume }) => resume(args)),
  "tenant limits": (args) => import("./tenant-commands.ts").then(({ limits }) => limits(args)),
  "role grant": (args) => import("./role-commands.ts").then(({ grantRole }) => grantRole(args)),
  "role revoke": (args) => import("./role-commands.ts").then(({ revokeRole }) => revokeRole(args)),
  "role list": (args) => import("./role-commands.ts").then(({ listRoles }) => listRoles(args)),
  "key rotate": (args) => import("./credential-commands.ts").then(({ rotateKeys }) => rotateKeys(args)),
  "token create": (args) => import("./credential-commands.ts").then(({ makeToken }) => makeToken(args)),
  "reindex notes": (args) => import("./reindex-command.ts").then(({ reindexAllNotes }) => reindexAllNotes(args)),
  sync: (args) => import("./sync-command.ts").then(({ sync }) => sync(args)),
  backup: (args) => import("./backup/backup-command.ts").then(({ backup }) => backup(args)),
  restore: (args) => import("./backup/restore-command.ts").then(({ restore }) => restore(args)),
};

await orExplain(async () => {
  const line = readCommandLine(process.argv.slice(2));
  switch (line.kind) {
    case "version":
      return console.log(JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")).version);
    case "help":
      if (line.asked) return console.log(line.text);
      console.error(line.text);
      process.exitCode = 2;
      return;
    case "run":
      return (runners[line.name] as (args: unknown) => Promise<void>)(line.args);
  }
});
