import { batch } from "solid-js";
import { createStore, produce, reconcile, unwrap } from "solid-js/store";
import { Recent } from "#/client/sync/recent.ts";
import { asSwError, type Server } from "#/client/sync/server.ts";
import { evictable, maxMessages, trim, Uses } from "#/client/sync/views.ts";
import { type ErrorCode, SwError } from "#/domain/errors.ts";
import type { PresenceState } from "#/domain/presence/events.ts";
import { applyPresence } from "#/domain/presence/reduce.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";
import { advance, apply, cursorOf, isLive } from "#/domain/views/apply.ts";
import type { ClientState, Overview, RoomView, ThreadView } from "#/domain/views/state.ts";

export type Initial = { overview: Overview; rooms?: RoomView[]; threads?: ThreadView[] };

type Refusal = { code: ErrorCode; membership: string | undefined };

export type SyncStore = ReturnType<typeof createSyncStore>;

/**
 * The server's truth as this browser holds it, made from what the page was rendered with and kept current by events.
 * Rooms and threads are read when they are opened, and a bounded number of them is kept.
 */
export function createSyncStore(initial: Initial, server: Pick<Server, "overview" | "room" | "thread" | "older">) {
  const [state, setState] = createStore<ClientState>(stateOf(copy(initial)));
  const change = (work: (draft: ClientState) => void) => setState(produce(work));
  const recent = new Recent(cursorOf(state));
  /** Until the first events come, a part of an earlier moment is welcome: reading the log begins at the earliest. */
  let following = false;
  const rooms = new Uses();
  const threads = new Uses();
  const loading = new Map<string, Promise<void>>();
  const threadRooms = new Map<string, string>();
  const [refusals, setRefusals] = createStore<Record<string, Refusal | undefined>>({});
  const applied = new Set<(events: ReceivedEvent[]) => void>();
  let catchUp: () => Promise<void> = async () => undefined;

  function applyEvents(events: ReceivedEvent[]): void {
    following = true;
    if (events.length === 0) return;
    recent.add(events);
    batch(() => {
      change((draft) => {
        for (const event of events) apply(draft, event);
        for (const [id, view] of Object.entries(draft.views)) trim(view, rooms.of(id));
      });
      for (const listener of applied) listener(events);
    });
    refresh();
  }

  /** Rooms on screen that events do not keep current although one is in them, or that one just left, are read again. */
  function refresh(): void {
    for (const roomId of rooms.held()) {
      const view = state.views[roomId];
      const isIn = state.rooms[roomId]?.membership === "join";
      // Asked once for each standing: what was refused would be refused again.
      const refusal = refusals[roomId];
      if (refusal && refusal.membership === state.rooms[roomId]?.membership) continue;
      if (!view || (isIn && !isLive(view))) void readRoom(roomId).catch(ignore);
    }
    for (const rootId of threads.held()) {
      const roomId = threadRooms.get(rootId);
      if (roomId && !refusals[roomId] && !state.threads[rootId]) void loadThread(roomId, rootId).catch(ignore);
    }
  }

  /** At most one question at a time for each thing. */
  function once(key: string, work: () => Promise<void>): Promise<void> {
    const running = loading.get(key);
    if (running) return running;
    const promise = work().finally(() => loading.delete(key));
    loading.set(key, promise);
    return promise;
  }

  /**
   * Puts a part that the server just told of into the state, then past the events that it does not hold and that came
   * while it travelled. False when these are no longer kept: then it is too old, and must be asked for again.
   */
  function place(position: number, put: (draft: ClientState) => void): boolean {
    if (!following) recent.lower(position);
    const missed = recent.after(position);
    if (!missed) return false;
    // Nothing moves beyond what all parts were told: those rendered at an earlier moment still lack events.
    const told = Math.min(cursorOf(state), following ? Number.MAX_SAFE_INTEGER : position);
    change((draft) => {
      put(draft);
      for (const event of missed) apply(draft, event);
      advance(draft, told);
      evict(draft);
    });
    return true;
  }

  function evict(draft: ClientState): void {
    for (const id of evictable(Object.keys(draft.views), rooms)) delete draft.views[id];
    for (const id of evictable(Object.keys(draft.threads), threads)) delete draft.threads[id];
  }

  function putRoom(view: RoomView): boolean {
    const known = state.views[view.room.id];
    if (known && isLive(known) && known.stream_position >= view.stream_position) return true;
    rooms.touch(view.room.id);
    return place(view.stream_position, (draft) => {
      draft.views[view.room.id] = copy(view);
      for (const member of Object.values(view.members))
        draft.participants[member.participant_id] ??= member.participant;
    });
  }

  function putThread(view: ThreadView): boolean {
    threads.touch(view.root.id);
    threadRooms.set(view.root.id, view.room_id);
    return place(view.stream_position, (draft) => {
      draft.threads[view.root.id] = copy(view);
    });
  }

  function readRoom(roomId: string): Promise<void> {
    return once(`room ${roomId}`, async () => {
      try {
        await readUntil(async () => putRoom(await server.room(roomId)));
        setRefusals(roomId, undefined);
      } catch (error) {
        setRefusals(roomId, { code: asSwError(error).code, membership: state.rooms[roomId]?.membership });
        throw error;
      }
    });
  }

  /** Opens a room: what is held and current is kept, anything else is read. Rejects with the server's refusal. */
  function loadRoom(roomId: string): Promise<void> {
    rooms.touch(roomId);
    const view = state.views[roomId];
    return view && isLive(view) ? Promise.resolve() : readRoom(roomId);
  }

  function loadThread(roomId: string, rootId: string): Promise<void> {
    threads.touch(rootId);
    threadRooms.set(rootId, roomId);
    if (state.threads[rootId] && state.rooms[roomId]?.membership === "join") return Promise.resolve();
    return once(`thread ${rootId}`, () => readUntil(async () => putThread(await server.thread(roomId, rootId))));
  }

  /** The page before the oldest message held. Resolves without effect at the beginning, and at the bound. */
  function loadOlder(roomId: string, count?: number): Promise<void> {
    const view = state.views[roomId];
    if (!view?.has_more || view.messages.length >= maxMessages.hard) return Promise.resolve();
    return once(`older ${roomId}`, async () => {
      const from = view.messages[0]?.stream_position ?? Number.MAX_SAFE_INTEGER;
      const page = await (count === undefined ? server.older(roomId, from) : server.older(roomId, from, count));
      const position = page.stream_position ?? state.views[roomId]?.stream_position ?? 0;
      // The page is of a later moment than the view: only together can they be followed further.
      if (isLiveRoom(roomId) && position > (state.views[roomId]?.stream_position ?? 0)) await catchUp();
      prepend(roomId, from, position, page);
    });
  }

  function isLiveRoom(roomId: string): boolean {
    const view = state.views[roomId];
    return view !== undefined && isLive(view);
  }

  function prepend(
    roomId: string,
    from: number,
    position: number,
    page: Pick<RoomView, "messages" | "has_more">,
  ): void {
    change((draft) => {
      const view = draft.views[roomId];
      if (!view || (view.messages[0]?.stream_position ?? Number.MAX_SAFE_INTEGER) !== from) return;
      const older: RoomView = {
        ...view,
        messages: structuredClone(page.messages),
        stream_position: position,
        members: {},
      };
      const aside = { ...draft, views: { [roomId]: older }, threads: {}, stream_position: Number.MAX_SAFE_INTEGER };
      // Messages after the page are the view's own: only what happened to those of the page is made up for.
      const last = page.messages.at(-1)?.stream_position ?? 0;
      for (const event of recent.after(position) ?? []) if (isLive(older)) apply(aside, event);
      view.messages.unshift(...older.messages.filter((message) => message.stream_position <= last));
      view.has_more = page.has_more;
    });
  }

  /** Everything anew: after an absence too long to follow, or when the server's log went back. */
  async function reload(): Promise<void> {
    const held = rooms.held().map((roomId) => server.room(roomId).catch(() => null));
    const [overview, ...views] = await Promise.all([server.overview(), ...held]);
    const fresh = stateOf({ overview, rooms: views.filter((view) => view !== null) });
    recent.restart(cursorOf(fresh));
    setState(reconcile({ ...fresh, presence: { ...state.presence } }, { key: "id" }));
    refresh();
  }

  return {
    state,
    applyEvents,
    advance(position: number): void {
      following = true;
      change((draft) => advance(draft, position));
    },
    cursor: () => cursorOf(state),
    reload,
    loadRoom,
    /** Reads a room anew although it is current: something was missed that events do not tell. */
    rereadRoom: readRoom,
    /**
     * Why a room could not be read the last time, also when it was taken from under the reader; undefined for one that can
     * be shown. Reactive.
     */
    refusalOf: (roomId: string): ErrorCode | undefined => refusals[roomId]?.code,
    loadOlder,
    loadThread,
    /** Takes a view that came another way, such as with the page. One that is too old for what is held is read anew. */
    putRoom: (view: RoomView) => (putRoom(view) ? Promise.resolve() : loadRoom(view.room.id)),
    putThread: (view: ThreadView) => (putThread(view) ? Promise.resolve() : loadThread(view.room_id, view.root.id)),
    /** Keeps a room (or thread) while it is on screen; the answer lets it go. */
    holdRoom: (roomId: string) => rooms.hold(roomId),
    holdThread: (rootId: string) => threads.hold(rootId),
    /** Whether the newest message is on screen: then the oldest may give way when there are too many. */
    setAtEnd: (roomId: string, atEnd: boolean) => rooms.setAtEnd(roomId, atEnd),
    setPresence: (frame: { participant_id: string; status: PresenceState }) =>
      change((draft) => applyPresence(draft.presence, frame)),
    replacePresence: (presence: Record<string, PresenceState>) => setState("presence", reconcile(presence)),
    /** Hears of events after they are applied; the answer ends it. */
    onApplied(listener: (events: ReceivedEvent[]) => void): () => void {
      applied.add(listener);
      return () => applied.delete(listener);
    },
    /** Changes that the person made and the server will confirm, such as what they read. */
    change,
    setCatchUp(work: () => Promise<void>): void {
      catchUp = work;
    },
  };
}

function stateOf({ overview, rooms = [], threads = [] }: Initial): ClientState {
  return {
    ...overview,
    views: Object.fromEntries(rooms.map((view) => [view.room.id, view])),
    threads: Object.fromEntries(threads.map((view) => [view.root.id, view])),
    presence: {},
  };
}

function copy<T>(value: T): T {
  return structuredClone(unwrap(value));
}

/** Each time the answer is too old events came faster than it; that ends, or the screen says that it could not be read. */
async function readUntil(attempt: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) if (await attempt()) return;
  throw new SwError("SW_UNAVAILABLE");
}

/** A view on screen that cannot be read again stays as it is; the screen asks again when it is opened. */
const ignore = () => undefined;
