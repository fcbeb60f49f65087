import { buildAll, isBuilt } from "../../src/cli/build.ts";

/** Tests of the whole instance run the built server: it is built before them, unless it is already. */
export default async function setup(): Promise<void> {
  if (!isBuilt()) await buildAll();
}
