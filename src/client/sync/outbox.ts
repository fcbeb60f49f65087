import { type Accessor, batch, createMemo, createSignal } from "solid-js";
import { growing } from "#/client/sync/growing.ts";
import { createRows, type Row } from "#/client/sync/keyed.ts";
import { PendingWrites } from "#/client/sync/pending.ts";
import { type Pending, phaseStarts } from "#/client/sync/pending-rules.ts";
import { openPendingStorage, type PendingStorage, pendingName } from "#/client/sync/pending-storage.ts";
import { type Tabs, tabsOf } from "#/client/sync/pending-tabs.ts";
import type { Server } from "#/client/sync/server.ts";
import type { SyncStore } from "#/client/sync/store.ts";
import { settledAfterMs, shows, type TimelineItem, withPending } from "#/client/sync/timeline.ts";

import type { TurnTexts } from "#/client/sync/turn-texts.ts";

export type OutboxDeps = {
  store: SyncStore;
  server: Pick<Server, "write">;
  random: () => number;
  newId: () => string;
  onSignedOut: () => void;
  /** Whether the stream is open right now. */
  live: () => boolean;
  /** What AIs are writing right now. */
  turns: Pick<TurnTexts, "of">;
  storage?: () => Promise<PendingStorage>;
  tabs?: (name: string) => Tabs;
};

/** The pending writes of this person as signals, and laid over the timelines. */
export function createOutbox(deps: OutboxDeps) {
  const { store, server } = deps;
  const { me, tenant } = store.state;
  const name = pendingName(tenant.id, me.id);
  const [writes, setWrites] = createSignal<readonly Pending[]>([]);
  const [retryAt, setRetryAt] = createSignal<number | null>(null);
  const [now, setNow] = createSignal(0);
  let clock: ReturnType<typeof setTimeout> | undefined;
  let made: PendingWrites | null = null;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let unlisten: (() => void) | undefined;

  function pending(): PendingWrites {
    made ??= new PendingWrites({
      storage: lazily(deps.storage ?? (() => openPendingStorage(name))),
      tabs: (deps.tabs ?? tabsOf)(name),
      write: server.write,
      // A machine without a network still reaches a server of its own.
      online: () => navigator.onLine || deps.live(),
      newId: deps.newId,
      random: deps.random,
      onSignedOut: deps.onSignedOut,
      onChange,
    });
    return made;
  }

  function onChange(all: Pending[], retry: number | null): void {
    batch(() => {
      setWrites(all);
      setRetryAt(retry);
      tick();
    });
    if (!all.some((write) => write.status === "sent")) return;
    queueMicrotask(settle);
    clearTimeout(settling);
    settling = setTimeout(settle, settledAfterMs);
  }

  /** Moves the clock of the looks, and sets it for the next moment at which one of them changes. */
  function tick(): void {
    clearTimeout(clock);
    const time = Date.now();
    setNow(time);
    const ages = writes()
      .filter((write) => write.status === "queued")
      .flatMap((write) => [phaseStarts.sending, phaseStarts.waiting].map((start) => write.created_at + start - time))
      .filter((left) => left > 0);
    if (ages.length > 0) clock = setTimeout(tick, Math.min(...ages));
  }

  function settle(): void {
    made?.settle((write) => {
      const view = store.state.views[write.room_id];
      const replies = Object.values(store.state.threads)
        .filter((thread) => thread.room_id === write.room_id)
        .flatMap((thread) => [thread.root, ...thread.replies]);
      return shows(write, [...(view?.messages ?? []), ...replies], {
        me: me.id,
        cursor: store.cursor(),
        now: Date.now(),
      });
    });
  }

  /** A room's timeline, or with `rootId` a thread's replies, with what is on its way. Rows keep their identity by key. */
  function timeline(
    roomId: Accessor<string>,
    rootId: Accessor<string | null> = () => null,
  ): Accessor<Row<TimelineItem>[]> {
    const messages = () => {
      const root = rootId();
      return (root === null ? store.state.views[roomId()]?.messages : store.state.threads[root]?.replies) ?? [];
    };
    return createRows(
      createMemo(() => {
        const place = { roomId: roomId(), threadRootId: rootId() };
        const me_ = { id: me.id, tenantId: tenant.id };
        const said = withPending(messages(), writes(), { ...place, me: me_, now: now() });
        const written = growing(store.state.views[roomId()]?.ai, deps.turns.of, messages(), {
          ...place,
          tenantId: tenant.id,
        });
        return written.length === 0 ? said : [...said, ...written];
      }),
    );
  }

  return {
    pending,
    timeline,
    /** How many writes wait to be sent, and when the next try is (null while none is planned). */
    waiting: createMemo(() => ({
      count: writes().filter((write) => write.status === "queued").length,
      retryAt: retryAt(),
    })),
    async start(): Promise<void> {
      unlisten = store.onApplied((events) => {
        for (const event of events) if (event.event_uuid && event.sender_id === me.id) pending().seen(event.event_uuid);
        if (writes().some((write) => write.status === "sent")) settle();
      });
      await pending().start();
    },
    kick: () => pending().kick(),
    offline: () => pending().offline(),
    stop(): void {
      unlisten?.();
      clearTimeout(settling);
      clearTimeout(clock);
      made?.stop();
      made = null;
    },
    wipe: () => pending().wipe(),
  };
}

/** Opened at the first use, which the server's rendering never comes to. */
function lazily(open: () => Promise<PendingStorage>): PendingStorage {
  let opened: Promise<PendingStorage> | null = null;
  const storage = () => {
    opened ??= open();
    return opened;
  };
  return {
    all: async () => (await storage()).all(),
    add: async (write) => (await storage()).add(write),
    update: async (write) => (await storage()).update(write),
    remove: async (eventUuid) => (await storage()).remove(eventUuid),
    destroy: async () => (await storage()).destroy(),
  };
}
