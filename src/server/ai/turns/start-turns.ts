import { engagementSubscriber } from "#/server/ai/turns/engagement-subscriber.ts";
import type { Gather } from "#/server/ai/turns/gathered.ts";
import { runTurn, stretchLimitMs } from "#/server/ai/turns/run-turn.ts";
import { turnJob } from "#/server/ai/turns/start-turn.ts";
import type { TurnHost } from "#/server/ai/turns/turn-host.ts";
import { TurnStreams } from "#/server/ai/turns/turn-streams.ts";
import { type JobOutcome, startWorker } from "#/server/jobs/worker.ts";
import { startFollower } from "#/server/log/follow.ts";
import type { LogWake } from "#/server/log/wake.ts";

/** Turns mostly wait for models: one process does many at once, and fifty of one tenant. */
const concurrency = 96;
const perTenant = 64;
/** A killed process is noticed within ten seconds, so that people see that its answers were interrupted. */
const claimSeconds = 8;
const prolongMs = 2_000;

type Options = {
  gather: Gather;
  onFinished?: (kind: string, outcome: JobOutcome, milliseconds: number) => void;
  claimSeconds?: number;
};

/** Starts what makes AIs answer in this process: what engages them, and the worker of their turns. Answers how to stop. */
export function startTurns(
  host: TurnHost & { readonly wake: LogWake },
  { gather, onFinished = () => {}, ...options }: Options,
): () => Promise<void> {
  const streams = new TurnStreams(host);
  const stopFollowing = startFollower(host, engagementSubscriber(host));
  const worker = startWorker({
    database: host.database,
    wake: host.wake,
    runs: {
      [turnJob]: (tenantId, payload, signal) => runTurn({ host, streams, gather }, tenantId, payload, signal),
    },
    concurrency,
    perTenant,
    claimSeconds,
    prolongMs,
    pollMs: 500,
    // Longer than any stretch, so that a turn ends itself and says why.
    limitMs: stretchLimitMs + 60_000,
    drainMs: 500,
    onFinished,
    ...options,
  });
  return async () => {
    await stopFollowing();
    await worker.stop();
  };
}
