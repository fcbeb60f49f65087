import { Instance } from "../start/instance.ts";
import type { Measured } from "./stats.ts";

/** A demo lets people in with a click; signing in with a password is measured as well. */
const environment = { SCAIWAVE_AUTH_MODE: "local" };

/** Starts an instance in an empty folder, ends it and starts it again; the second one goes on to be measured. */
export async function measureStart(): Promise<Measured & { readonly instance: Instance }> {
  const [first, coldSeconds] = await timed(() => Instance.ready({ environment }));
  await first.stop();
  const [instance, secondSeconds] = await timed(() =>
    Instance.ready({ dataDirectory: first.dataDirectory, environment }),
  );
  return {
    instance,
    figures: [
      {
        what: "first start, built, empty folder",
        value: coldSeconds,
        unit: "s",
        note: "makes the database and the demo",
      },
      { what: "second start", value: secondSeconds, unit: "s", aim: { atMost: 3 } },
    ],
  };
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const startedAt = performance.now();
  const value = await work();
  return [value, (performance.now() - startedAt) / 1_000];
}
