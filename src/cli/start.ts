import { readConfig } from "#/server/config.ts";
import { orExplain } from "./failure.ts";
import { untilStopped } from "./interruption.ts";
import { supervise } from "./supervisor.ts";

/** Runs an instance, built or from source, until it is told to stop, and ends the process. */
export async function start(mode: "built" | "dev", { empty = false }: { empty?: boolean | undefined }): Promise<void> {
  // A second Ctrl-C leaves at once; the guard then ends what is left.
  await orExplain(() => supervise(readConfig(process.env), mode, untilStopped(), { empty }));
  process.exit();
}
