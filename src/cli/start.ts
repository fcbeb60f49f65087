import { defineCommand } from "citty";
import { readConfig } from "#/server/config.ts";
import { orExplain } from "./failure.ts";
import { supervise } from "./supervisor.ts";

const args = {
  empty: { type: "boolean", default: false, description: "Make a new demo without people and rooms." },
} as const;

export const startCommand = defineCommand({
  meta: { name: "start", description: "Builds if anything changed, and runs everything until Ctrl-C." },
  args,
  run: ({ args }) => run("built", args.empty),
});

export const devCommand = defineCommand({
  meta: { name: "dev", description: "Runs everything from source and reloads on every change." },
  args,
  run: ({ args }) => run("dev", args.empty),
});

async function run(mode: "built" | "dev", empty: boolean): Promise<void> {
  await orExplain(() => supervise(readConfig(process.env), mode, untilStopped(), { empty }));
  process.exit();
}

// One Ctrl-C can arrive twice: from the terminal, and from npm, which hands it on.
const sameSignalMs = 1_000;

/** Aborts at the first Ctrl-C or its kin. A later one leaves at once; the guard then ends what is left. */
function untilStopped(): AbortSignal {
  const stop = new AbortController();
  let stoppedAt = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!stop.signal.aborted) {
        stoppedAt = performance.now();
        stop.abort();
      } else if (performance.now() - stoppedAt > sameSignalMs) process.exit(130);
    });
  }
  return stop.signal;
}
