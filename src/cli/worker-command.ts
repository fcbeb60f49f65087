import { readConfig } from "#/server/config.ts";
import { startWork } from "#/server/start.ts";
import { withApp } from "./instance-database.ts";
import { untilStopped } from "./interruption.ts";

/** Does what needs no request until it is told to stop: subscribers, jobs and periodic tasks. */
export async function runWorker(): Promise<void> {
  const config = readConfig(process.env);
  const stopped = untilStopped();
  await withApp(config, async (app) => {
    const stop = startWork(app);
    console.log(
      app.party
        ? "The worker runs: realtime, jobs and periodic tasks."
        : "The worker runs: jobs and periodic tasks; the realtime server is another process's.",
    );
    await new Promise((resolve) => {
      if (stopped.aborted) resolve(undefined);
      stopped.addEventListener("abort", resolve, { once: true });
    });
    console.log("Ending.");
    await stop();
  });
}
