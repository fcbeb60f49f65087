import { defineCommand } from "citty";
import { buildAll, isBuilt } from "./build.ts";
import { orExplain } from "./failure.ts";
import { step } from "./progress.ts";

export const buildCommand = defineCommand({
  meta: { name: "build", description: "Builds the web server and the party, if anything changed." },
  run: () => orExplain(() => step("Build", async () => (isBuilt() ? undefined : buildAll()))),
});
