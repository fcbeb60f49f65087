import { buildAll, isBuilt } from "./build.ts";
import { step } from "./progress.ts";

export async function build(): Promise<void> {
  await step("Build", async () => (isBuilt() ? undefined : buildAll()));
}
