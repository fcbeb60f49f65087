import { defineCommand, runMain } from "citty";

const root = defineCommand({
  meta: { name: "scaiwave", description: "Runs and looks after a ScaiWave instance." },
  subCommands: {
    start: () => import("./start.ts").then((module) => module.startCommand),
    dev: () => import("./start.ts").then((module) => module.devCommand),
    build: () => import("./build-command.ts").then((module) => module.buildCommand),
    config: () => import("./config-command.ts").then((module) => module.configCommand),
  },
});

await runMain(root);
