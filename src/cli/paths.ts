import { join } from "node:path";

/** The folder of package.json; builds and binaries are found from it, wherever the command was called. */
export const projectRoot = join(import.meta.dirname, "../..");
export const outputDirectory = join(projectRoot, ".output");
