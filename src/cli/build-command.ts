import { buildAll } from "./build.ts";
import { step } from "./progress.ts";

export async function build(): Promise<void> {
  await step("Build", () => buildAll());
}
