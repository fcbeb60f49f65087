import { say } from "#/client/language/say.ts";
import { faultOf } from "#/client/sync/api.ts";
import { delayAfter } from "#/client/sync/connection.ts";
import { PendingList } from "#/client/sync/pending-list.ts";
import {
  isOverdue,
  isQueued,
  maxPending,
  noAnswer,
  type Pending,
  stored,
  verdictOf,
} from "#/client/sync/pending-rules.ts";
import type { PendingStorage, PendingWrite, Refusal } from "#/client/sync/pending-storage.ts";
import type { Tabs } from "#/client/sync/pending-tabs.ts";
import type { Server, Write, WriteOp } from "#/client/sync/server.ts";
import { SwError } from "#/domain/errors.ts";

export type PendingDeps = {
  storage: PendingStorage;
  tabs: Tabs;
  write: Server["write"];
  /** False while the browser knows of no network: then nothing is tried, and no time counts. */
  online: () => boolean;
  newId: () => string;
  random: () => number;
  /** Called after each change with every write, in order. */
  onChange: (writes: Pending[], retryAt: number | null) => void;
  onSignedOut: () => void;
};

const answerWithinMs = 20_000;

/**
 * The outbox. Each room's writes go out one at a time, in the order in which they were made; rooms do not wait for each
 * other. A write leaves the storage only when the server has it, or the person discards it, and is sent again under the
 * same `event_uuid` whenever its outcome is unknown: never lost, never doubled. A refused write steps aside and those after
 * it go on.
 */
export class PendingWrites {
  readonly #deps: PendingDeps;
  readonly #list = new PendingList();
  readonly #faults = new Map<string, number>();
  readonly #stopped = new AbortController();
  readonly #unlisten: () => void;
  #adding: Promise<unknown> = Promise.resolve();
  #failures = 0;
  /** Since when tries bring no answer; null when the last one did, or when none is made. */
  #silentSince: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retryAt: number | null = null;
  #draining: Promise<void> | null = null;
  #again = false;
  #signedOut = false;

  constructor(deps: PendingDeps) {
    this.#deps = deps;
    this.#unlisten = deps.tabs.listen((message) => {
      if (message.type === "sent") this.#markSent(message.event_uuid, message.position);
      else void this.#refresh();
    });
  }

  /** Takes over what earlier pages left, and sends it. */
  async start(): Promise<void> {
    await this.#refresh();
    await this.kick();
  }

  /** Queues a write and shows it at once. Throws SW_RATE_LIMIT_EXCEEDED when too many wait. */
  enqueue(room_id: string, op: WriteOp): string {
    if (this.#list.size >= maxPending) {
      throw new SwError(
        "SW_RATE_LIMIT_EXCEEDED",
        say("{maxPending} messages wait to be sent. Connect to send them first.", { maxPending }),
      );
    }
    const event_uuid = this.#deps.newId();
    const write = { event_uuid, room_id, op, created_at: Date.now(), status: "queued", refusal: null } as const;
    this.#list.make(write);
    this.#changed();
    // One after the other, so that places in the storage follow the order of the calls.
    this.#adding = this.#adding.then(() => this.#add(write));
    return event_uuid;
  }

  /** Tries a failed write again, under the same key: it may have arrived after all. It keeps its place. */
  async retry(eventUuid: string): Promise<void> {
    if (this.#list.get(eventUuid)?.status !== "failed") return;
    this.#silentSince = null;
    this.#faults.delete(eventUuid);
    const fresh = this.#list.change(eventUuid, { status: "queued", refusal: null, created_at: Date.now() })!;
    this.#changed();
    await this.#deps.storage.update(stored(fresh)).catch(ignore);
    this.#deps.tabs.tell({ type: "changed" });
    await this.kick();
  }

  /** Gives a write up and answers it, so that its words can go back to the composer. */
  async discard(eventUuid: string): Promise<Write | null> {
    const write = this.#list.get(eventUuid);
    if (!write) return null;
    this.#forget(eventUuid);
    this.#changed();
    await this.#adding;
    await this.#remove(eventUuid);
    this.#deps.tabs.tell({ type: "changed" });
    return { event_uuid: eventUuid, room_id: write.room_id, op: write.op };
  }

  /** The event of a write was seen: the server has it, whatever became of the answer. */
  seen(eventUuid: string): void {
    const write = this.#list.get(eventUuid);
    if (!write) return;
    this.#forget(eventUuid);
    this.#changed();
    if (write.status !== "sent") void this.#remove(eventUuid);
  }

  /** Forgets sent writes whose effect shows. */
  settle(shows: (write: Pending) => boolean): void {
    const settled = this.#list.ordered().filter((write) => write.status === "sent" && shows(write));
    for (const write of settled) this.#forget(write.event_uuid);
    if (settled.length > 0) this.#changed();
  }

  /** Sends what waits, now: at a new write, at the end of a wait, and when the network or the stream is back. */
  kick(): Promise<void> {
    clearTimeout(this.#timer);
    this.#retryAt = null;
    this.#again = true;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = null;
      // Asked for between the last look and here.
      if (this.#again && !this.#stopped.signal.aborted) void this.kick();
    });
    return this.#draining;
  }

  /** The browser lost the network: what waits, waits without the clock running. */
  offline(): void {
    this.#silentSince = null;
    this.#failures = 0;
    clearTimeout(this.#timer);
    this.#retryAt = null;
    this.#changed();
  }

  stop(): void {
    this.#stopped.abort();
    clearTimeout(this.#timer);
    this.#unlisten();
  }

  /** Signing out: nothing written by this person stays in the browser. */
  async wipe(): Promise<void> {
    this.stop();
    this.#list.clear();
    this.#changed();
    await this.#adding;
    await this.#deps.storage.destroy();
  }

  async #add(write: Omit<PendingWrite, "seq">): Promise<void> {
    if (!this.#list.get(write.event_uuid)) return;
    this.#list.placed(write.event_uuid, await this.#deps.storage.add(write).catch(() => null));
    this.#deps.tabs.tell({ type: "changed" });
    void this.kick();
  }

  async #refresh(): Promise<void> {
    const kept = await this.#deps.storage.all().catch(() => null);
    if (!kept) return;
    this.#list.merge(kept);
    this.#changed();
  }

  async #drain(): Promise<void> {
    const { signal } = this.#stopped;
    while (this.#again && !signal.aborted) {
      this.#again = false;
      if (!this.#deps.online() || this.#signedOut) return;
      try {
        await this.#deps.tabs.alone(() => this.#sendAll(), signal);
      } catch {
        return;
      }
    }
  }

  /** Rooms side by side; each until it is empty or the server does not answer. */
  async #sendAll(): Promise<void> {
    await this.#refresh();
    const rooms = new Set(
      this.#list
        .ordered()
        .filter(isQueued)
        .map((write) => write.room_id),
    );
    const answered = await Promise.all([...rooms].map((room) => this.#sendRoom(room)));
    if (answered.every(Boolean) || this.#stopped.signal.aborted || this.#signedOut) return;
    this.#retryAt ??= Date.now() + delayAfter(this.#failures, this.#deps.random());
    this.#timer = setTimeout(() => void this.kick(), this.#retryAt - Date.now());
    this.#changed();
  }

  /** False when the room must wait. */
  async #sendRoom(roomId: string): Promise<boolean> {
    while (!this.#stopped.signal.aborted) {
      const next = this.#list.ordered().find((write) => write.room_id === roomId && isQueued(write));
      if (!next) return true;
      if (!(await this.#send(next))) return false;
    }
    return true;
  }

  async #send(write: Pending): Promise<boolean> {
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(answerWithinMs)]);
    try {
      const message = await this.#deps.write(
        { event_uuid: write.event_uuid, room_id: write.room_id, op: write.op },
        signal,
      );
      this.#failures = 0;
      this.#silentSince = null;
      const position = message?.stream_position ?? null;
      this.#markSent(write.event_uuid, position);
      this.#deps.tabs.tell({ type: "sent", event_uuid: write.event_uuid, position });
      await this.#remove(write.event_uuid);
      return true;
    } catch (error) {
      return this.#missed(write, error);
    }
  }

  /** True when the room can go on. */
  async #missed(write: Pending, error: unknown): Promise<boolean> {
    if (this.#stopped.signal.aborted || !this.#deps.online()) return false;
    const fault = faultOf(error);
    const isServerFault = fault.kind === "refused" && fault.error.code === "SW_INTERNAL";
    const faults = (this.#faults.get(write.event_uuid) ?? 0) + (isServerFault ? 1 : 0);
    this.#faults.set(write.event_uuid, faults);
    const verdict = verdictOf(fault, faults);
    if (verdict.is === "refused") {
      await this.#fail(write.event_uuid, verdict.refusal);
      return true;
    }
    if (verdict.is === "signed_out") {
      this.#signedOut = true;
      this.#deps.onSignedOut();
      return false;
    }
    if (verdict.retryAfterMs !== null) this.#retryAt = Date.now() + verdict.retryAfterMs;
    this.#failures += 1;
    this.#silentSince ??= Date.now();
    const [since, now] = [this.#silentSince, Date.now()];
    for (const each of this.#list.ordered())
      if (isOverdue(each, since, now)) await this.#fail(each.event_uuid, noAnswer);
    return false;
  }

  async #fail(eventUuid: string, refusal: Refusal): Promise<void> {
    const failed = this.#list.change(eventUuid, { status: "failed", refusal });
    if (!failed) return;
    this.#changed();
    await this.#deps.storage.update(stored(failed)).catch(ignore);
    this.#deps.tabs.tell({ type: "changed" });
  }

  #forget(eventUuid: string): void {
    this.#list.forget(eventUuid);
    this.#faults.delete(eventUuid);
  }

  /** A storage that fails here keeps a write that the server has: sending it again later changes nothing. */
  async #remove(eventUuid: string): Promise<void> {
    await this.#deps.storage.remove(eventUuid).catch(ignore);
  }

  #markSent(eventUuid: string, position: number | null): void {
    if (this.#list.change(eventUuid, { status: "sent", position, sent_at: Date.now() })) this.#changed();
  }

  #changed(): void {
    this.#deps.onChange(this.#list.ordered(), this.#retryAt);
  }
}

const ignore = () => undefined;
