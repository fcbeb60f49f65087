import { Interrupted } from "./failure.ts";

// One Ctrl-C can arrive twice: from the terminal, and from npm, which hands it on.
const sameSignalMs = 1_000;

let signalOfProcess: AbortSignal | undefined;

/** Aborts at the first Ctrl-C or its kin. A later one leaves at once. */
export function untilStopped(): AbortSignal {
  if (signalOfProcess) return signalOfProcess;
  const stop = new AbortController();
  let stoppedAt = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!stop.signal.aborted) {
        stoppedAt = performance.now();
        stop.abort(new Interrupted());
      } else if (performance.now() - stoppedAt > sameSignalMs) process.exit(130);
    });
  }
  signalOfProcess = stop.signal;
  return stop.signal;
}
