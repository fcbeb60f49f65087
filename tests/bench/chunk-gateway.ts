import { setTimeout as pause } from "node:timers/promises";
import { delta, done, type Step, startGateway, usage } from "../support/gateway.ts";

// A gateway in a process of its own. Every chunk carries its number and when it was sent, by the clock that all processes share.
const [chunks = 0, everyMs = 0] = process.argv.slice(2).map(Number);

const gateway = await startGateway();
gateway.otherwise(({ path }) =>
  path.endsWith("/models")
    ? { json: { object: "list", data: [{ id: "bench/steady", object: "model", context_window: 32_768 }] } }
    : { stream: steady },
);
process.stdout.write(`${gateway.url}\n`);
process.stdin.resume().on("end", () => process.exit(0));

/** At its pace whatever the reader does: a chunk that is late goes with the one after it. */
async function* steady(): AsyncIterable<Step> {
  const startedAt = performance.now();
  for (let number = 0; number < chunks; number += 1) {
    const early = startedAt + number * everyMs - performance.now();
    if (early > 1) await pause(early);
    yield delta({ content: `${number}:${process.hrtime.bigint() / 1_000n} ` });
  }
  yield delta({}, "stop");
  yield usage(100, chunks);
  yield done;
}
