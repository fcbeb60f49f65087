import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "#/server/database/connect.ts";
import {
  type Claim,
  claimNext,
  finish,
  giveBack,
  giveUp,
  payloadOf,
  postpone,
  prolong,
  tenantsWithWork,
  usualClaimSeconds,
} from "#/server/jobs/claims.ts";
import { errorKind, retryDelayMs } from "#/server/jobs/retry.ts";
import { Bell, leastPauseMs, TenantTurns } from "#/server/jobs/turns.ts";
import type { LogWake } from "#/server/log/wake.ts";
import { log } from "#/server/log-lines.ts";

/** Does one job of a tenant. It may run again after a crash, so doing it twice must be as good as once. */
export type JobRun = (tenantId: string, payload: unknown, signal: AbortSignal) => Promise<void>;

export type JobOutcome = "done" | "retried" | "failed";

export type WorkerOptions = {
  readonly database: Database;
  /** Every write of this process wakes the worker: it may have enqueued something. */
  readonly wake: LogWake;
  readonly runs: Readonly<Record<string, JobRun>>;
  /** From 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
  readonly concurrency?: number;
  /** How many of them one tenant may have at once. */
  readonly perTenant?: number;
  readonly pollMs?: number;
  readonly prolongMs?: number;
  /** How long a killed process keeps a job to itself; several times `prolongMs`. */
  readonly claimSeconds?: number;
  /** An attempt that takes longer has failed. */
  readonly limitMs?: number;
  /** How long `stop` waits for what runs. */
  readonly drainMs?: number;
  readonly onFinished?: (kind: string, outcome: JobOutcome, milliseconds: number) => void;
};

export type Worker = { readonly stop: () => Promise<void>; readonly running: () => number };

const defaults = {
  random: Math.random,
  concurrency: 8,
  perTenant: 4,
  pollMs: 1_000,
  prolongMs: 15_000,
  claimSeconds: usualClaimSeconds,
  limitMs: 300_000,
  drainMs: 1_500,
  onFinished: () => {},
};

type Running = { readonly claim: Claim; readonly abort: AbortController; readonly over: Promise<void> };

/** Runs durable jobs of every tenant until it is stopped. Several processes share the work. */
export function startWorker(given: WorkerOptions): Worker {
  const options: Required<WorkerOptions> = { ...defaults, ...given };
  const { database, wake } = options;
  const kinds = Object.keys(options.runs);
  const running = new Map<string, Running>();
  const turns = new TenantTurns(() => tenantsWithWork(database, kinds), options.pollMs / 2);
  const stopping = new AbortController();
  const bell = new Bell();
  const deaf = wake.listen(() => {
    turns.expire();
    bell.ring();
  });

  const load = (tenantId: string) => [...running.values()].filter(({ claim }) => claim.tenantId === tenantId).length;
  const claimOne = () =>
    turns.take(
      (tenantId) => load(tenantId) < options.perTenant,
      (tenantId) => claimNext(database, tenantId, kinds, options.claimSeconds),
    );

  const begin = (claim: Claim) => {
    const abort = new AbortController();
    const over = runJob(options, claim, abort).finally(() => {
      running.delete(claim.id);
      bell.ring();
    });
    running.set(claim.id, { claim, abort, over });
  };

  const loop = async () => {
    while (!stopping.signal.aborted) {
      try {
        const claim = running.size < options.concurrency ? await claimOne() : undefined;
        if (claim) begin(claim);
        else await bell.next(turns.expired ? leastPauseMs : options.pollMs, stopping.signal);
      } catch (error) {
        log.warn({ reason: errorKind(error) }, "jobs can't be claimed");
        await delay(options.pollMs, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  };

  const keep = async () => {
    const mine = [...running.values()];
    if (mine.length === 0) return;
    const kept = await prolong(
      database,
      mine.map(({ claim }) => claim),
      options.claimSeconds,
    );
    for (const { claim, abort } of mine) if (!kept.has(claim.id)) abort.abort("lost");
  };
  // A prolongation that fails is the next one's work: claims last four times as long.
  const keeper = setInterval(() => void keep().catch(() => {}), options.prolongMs);
  keeper.unref();
  const looping = loop();

  return {
    running: () => running.size,
    stop: async () => {
      deaf();
      stopping.abort();
      await looping;
      const all = Promise.allSettled([...running.values()].map(({ over }) => over));
      await Promise.race([all, delay(options.drainMs, undefined, { ref: false })]);
      clearInterval(keeper);
      const left = [...running.values()];
      for (const { abort } of left) abort.abort("stopped");
      await Promise.allSettled(left.map(({ over }) => over));
    },
  };
}

async function runJob(options: Required<WorkerOptions>, claim: Claim, abort: AbortController): Promise<void> {
  const startedAt = performance.now();
  const { database } = options;
  const tell = (outcome: JobOutcome) => options.onFinished(claim.kind, outcome, performance.now() - startedAt);
  try {
    if (claim.attempt > claim.maxAttempts) {
      await giveUp(database, claim, "the process ended while it ran");
      log.error({ tenant: claim.tenantId, job: claim.id, kind: claim.kind }, "a job is given up");
      return tell("failed");
    }
    const failure = await attempt(options, claim, abort);
    if (failure === "lost") return;
    if (failure === "stopped") return await giveBack(database, claim);
    if (failure === undefined) {
      await finish(database, claim);
      return tell("done");
    }
    const facts = { tenant: claim.tenantId, job: claim.id, kind: claim.kind, attempt: claim.attempt, reason: failure };
    if (claim.attempt >= claim.maxAttempts) {
      await giveUp(database, claim, failure);
      log.error(facts, "a job is given up");
      return tell("failed");
    }
    await postpone(database, claim, failure, retryDelayMs(claim.attempt, options.random()));
    log.warn(facts, "a job will be tried again");
    tell("retried");
  } catch (error) {
    // The database is away: the claim ends by itself, and the job is run again.
    log.warn({ job: claim.id, kind: claim.kind, reason: errorKind(error) }, "what became of a job can't be written");
  }
}

/** @returns undefined when the job is done, or in short why not */
async function attempt(
  { database, runs, limitMs }: Required<WorkerOptions>,
  claim: Claim,
  abort: AbortController,
): Promise<string | undefined> {
  const timer = setTimeout(() => abort.abort("too slow"), limitMs);
  try {
    const job = await payloadOf(database, claim);
    if (!job) return "lost";
    const work = runs[claim.kind]!(claim.tenantId, job.payload, abort.signal);
    // A run that does not mind its signal must not hold its place for ever.
    const aborted = new Promise<string>((resolve) =>
      abort.signal.addEventListener("abort", () => resolve(String(abort.signal.reason)), { once: true }),
    );
    return await Promise.race([work.then(() => undefined), aborted]);
  } catch (error) {
    return errorKind(error);
  } finally {
    clearTimeout(timer);
  }
}
