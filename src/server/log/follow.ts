import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { EventDraft, LogEvent } from "#/domain/envelope.ts";
import type { Database } from "#/server/database/connect.ts";
import { transact, type Writer } from "#/server/database/transact.ts";
import { errorKind } from "#/server/jobs/retry.ts";
import { readLog } from "#/server/log/read.ts";
import type { LogWake } from "#/server/log/wake.ts";
import { log } from "#/server/log-lines.ts";

/** Read at once; a batch is one transaction. */
const batchEvents = 100;
/** Attempts at one event before it is parked. */
const defaultAttempts = 5;
const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** Whoever found the cursor held looks again after this, in case its holder dies before it is done. */
const busyMs = 1_000;
/** Asleep for longer than this at the end of the log, a follower looks all the same. */
const idleMs = 60_000;

export type Subscriber = {
  /** Of its cursor; never reused for something else. */
  readonly name: string;
  /** Which events it wants; the others are passed by. */
  readonly wants: (event: LogEvent) => boolean;
  /**
   * Handles events in their order, inside the transaction that moves the cursor past them: what it writes happens exactly
   * once. What it does outside must bear being done twice, known by the event's id. Answers events to be emitted.
   */
  readonly handle: (tx: Writer, events: readonly LogEvent[]) => Promise<EventDraft[]>;
  /** Where it begins in a tenant's log that it never followed: at its end, its start, or with what was written lately. */
  readonly begins?: "head" | "start" | { readonly lastMs: number };
  readonly attempts?: number;
};

export type FollowDeps = {
  readonly database: Database;
  readonly wake: LogWake;
  readonly now: () => Date;
};

type Step =
  /** Something was handled, and more may be there. */
  | { kind: "moved" }
  /** The end of the log. */
  | { kind: "idle" }
  /** Another process has the cursor. */
  | { kind: "busy" }
  | { kind: "failed"; eventId: string | null; error: unknown };

/**
 * Follows every tenant's log for a subscriber, with one cursor for each tenant in the database. Any number of processes may
 * do so: one at a time holds a cursor, and one that dies lets it go. An event that fails again and again is parked in
 * `dead_letters`, loudly, and the cursor moves on. Answers how to stop.
 */
export function startFollower(deps: FollowDeps, subscriber: Subscriber): () => Promise<void> {
  const stopping = new AbortController();
  const loops = new Map<string, Promise<void>>();
  const deaf = deps.wake.listen((tenantId) => {
    if (!loops.has(tenantId)) loops.set(tenantId, follow(deps, subscriber, tenantId, stopping.signal));
  });
  return async () => {
    deaf();
    stopping.abort();
    await Promise.all(loops.values());
  };
}

async function follow(deps: FollowDeps, subscriber: Subscriber, tenantId: string, stopped: AbortSignal): Promise<void> {
  const failures = new Failures(subscriber.attempts ?? defaultAttempts);
  while (!stopped.aborted) {
    const moved = deps.wake.next(tenantId, AbortSignal.any([stopped, AbortSignal.timeout(idleMs)]));
    try {
      const step = await handleNext(deps, subscriber, tenantId, failures);
      if (step.kind === "moved") failures.none();
      else if (step.kind === "idle") await (deps.wake.closed ? pause(50, stopped) : moved);
      else if (step.kind === "busy") await Promise.race([moved, pause(busyMs, stopped)]);
      else await afterFailure(deps, subscriber, tenantId, step, { failures, stopped });
    } catch (error) {
      // The database is away.
      log.warn(
        { subscriber: subscriber.name, tenant: tenantId, reason: errorKind(error) },
        "the log can't be followed",
      );
      await pause(500, stopped);
    }
  }
}

/** How often the event at the front has failed in this process. */
class Failures {
  readonly #most: number;
  #eventId: string | null = null;
  count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  none(): void {
    this.#eventId = null;
    this.count = 0;
  }

  add(eventId: string | null): "again" | "park" {
    this.count = eventId === this.#eventId ? this.count + 1 : 1;
    this.#eventId = eventId;
    return eventId !== null && this.count >= this.#most ? "park" : "again";
  }
}

type Around = { failures: Failures; stopped: AbortSignal };

async function afterFailure(
  deps: FollowDeps,
  { name }: Subscriber,
  tenantId: string,
  { eventId, error }: Extract<Step, { kind: "failed" }>,
  { failures, stopped }: Around,
): Promise<void> {
  const facts = { subscriber: name, tenant: tenantId, event: eventId, reason: errorKind(error) };
  if (failures.add(eventId) === "park") {
    await park(deps, name, tenantId, eventId!, { error: facts.reason, attempts: failures.count });
    log.error({ ...facts, attempts: failures.count }, "an event is parked as a dead letter");
    failures.none();
    return;
  }
  log.warn(facts, "an event will be handled again");
  await pause(Math.min(longestPauseMs, firstPauseMs * 3 ** (failures.count - 1)), stopped);
}

/** One batch; after a failure one event, so that what is parked is the one that fails. */
async function handleNext(
  deps: FollowDeps,
  subscriber: Subscriber,
  tenantId: string,
  failures: Failures,
): Promise<Step> {
  let front: string | null = null;
  try {
    const emitted = await transact<number | "busy" | null>(deps.database, tenantId, deps.now(), async (tx) => {
      const position = await takeCursor(tx, deps, subscriber);
      if (position === null) return tx.emit([], () => "busy" as const);
      const events = await readLog(tx, position, batchEvents);
      if (events.length === 0) return tx.emit([], () => null);
      const { wanted, until } = batchOf(events, subscriber, failures.count > 0);
      front = wanted[0]?.id ?? null;
      moveCursor(tx, subscriber.name, until);
      const drafts = wanted.length > 0 ? await subscriber.handle(tx, wanted) : [];
      return tx.emit(drafts, () => drafts.length);
    });
    if (emitted === "busy") return { kind: "busy" };
    if (emitted === null) return { kind: "idle" };
    if (emitted > 0) deps.wake.advanced(tenantId);
    return { kind: "moved" };
  } catch (error) {
    if (front === null) throw error;
    return { kind: "failed", eventId: front, error };
  }
}

function batchOf(events: LogEvent[], { wants }: Subscriber, single: boolean): { wanted: LogEvent[]; until: number } {
  const wanted = events.filter(wants);
  if (!single || wanted.length <= 1) return { wanted, until: events.at(-1)!.stream_position };
  return { wanted: [wanted[0]!], until: wanted[0]!.stream_position };
}

/** The position, locked until the commit; null when another process has it. A tenant's first look makes the cursor. */
async function takeCursor(tx: Writer, deps: FollowDeps, { name, begins = "head" }: Subscriber): Promise<number | null> {
  const locked = () =>
    tx.rows<{ position: string }>(sql`select position from app.cursors where name = ${name} for update skip locked`);
  const [held] = await locked();
  if (held) return Number(held.position);
  const since = typeof begins === "object" ? new Date(deps.now().getTime() - begins.lastMs).toISOString() : null;
  await tx.rows(sql`
    insert into app.cursors (tenant_id, name, position)
    select ${tx.tenantId}, ${name}, case
      when ${begins === "start"} then 0
      when ${since}::timestamptz is null then s.position
      else coalesce((
        select min(e.stream_position) - 1 from (
          select stream_position, created_at from app.events order by stream_position desc limit 1000
        ) e where e.created_at >= ${since}::timestamptz), s.position)
      end
    from app.streams s where not exists (select from app.cursors where name = ${name})
    on conflict do nothing`);
  const [made] = await locked();
  return made ? Number(made.position) : null;
}

function moveCursor(tx: Writer, name: string, position: number): void {
  tx.alongside(sql`update app.cursors set position = ${position}, updated_at = now() where name = ${name}`);
}

/** Puts the event aside and moves past it, unless another process has done so or handled it meanwhile. */
async function park(
  deps: FollowDeps,
  name: string,
  tenantId: string,
  eventId: string,
  { error, attempts }: { error: string; attempts: number },
): Promise<void> {
  await transact(deps.database, tenantId, deps.now(), async (tx) => {
    const [event] = await tx.rows<{ stream_position: string }>(sql`
      select e.stream_position from app.events e join app.cursors c on c.name = ${name}
      where e.id = ${eventId} and c.position < e.stream_position for update of c`);
    if (event) {
      tx.alongside(sql`
        insert into app.dead_letters (tenant_id, name, event_id, error, attempts)
        values (${tx.tenantId}, ${name}, ${eventId}, ${error}, ${attempts}) on conflict do nothing`);
      moveCursor(tx, name, Number(event.stream_position));
    }
    return tx.emit([], () => undefined);
  });
}

async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: stopped }).catch(() => {});
}
