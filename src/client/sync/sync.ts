import { batch, createMemo, createSignal } from "solid-js";
import { createActions } from "#/client/sync/actions.ts";
import { watchActivity } from "#/client/sync/activity.ts";
import { catchUp, pollOnce } from "#/client/sync/catch-up.ts";
import type { Connection } from "#/client/sync/connection.ts";
import { createOutbox } from "#/client/sync/outbox.ts";
import { Poll } from "#/client/sync/poll.ts";
import type { Server } from "#/client/sync/server.ts";
import { Socket, type Wire } from "#/client/sync/socket.ts";
import { createSyncStore, type Initial } from "#/client/sync/store.ts";
import { type AiFrame, createTurnTexts, isAiFrame } from "#/client/sync/turn-texts.ts";
import { createTyping } from "#/client/sync/typing.ts";
import { isAtWork } from "#/domain/ai/room-view.ts";
import type { PresenceState } from "#/domain/presence/events.ts";
import type { TransientFrame } from "#/domain/stream/frames.ts";
import { uuidv7 } from "#/domain/uuid.ts";
import type { Received } from "#/domain/views/apply.ts";

/** What the connection chip tells. `since`: when it stopped being as it should. Times in milliseconds. */
export type ConnectionView =
  | { is: "online" }
  | { is: "connecting"; since: number }
  | { is: "reconnecting"; since: number; retryAt: number; updating: boolean }
  | { is: "offline"; since: number }
  | { is: "stopped"; since: number; reason: string }
  | { is: "signed_out"; since: number };

/** From the second failure on long polls carry the messages until the stream is back. */
const pollAfterTries = 2;
const pollMs = 25_000;

export type Sync = ReturnType<typeof createSync>;

export type SyncDeps = {
  server: Server;
  open?: (ticket: string) => Wire;
  random?: () => number;
};

/** Random as far as the browser gives it: `crypto.randomUUID` needs a secure address, this does not. */
export const newId = () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

/**
 * Everything that screens need of the server, made from what the page was rendered with. On the server and before `start`
 * it only reads; `start` connects, and `stop` ends it.
 */
export function createSync(initial: Initial, { server, open = openStream, random = Math.random }: SyncDeps) {
  const store = createSyncStore(initial, server);
  const [connection, setConnection] = createSignal<Connection>({ at: "idle" });
  const [polling, setPolling] = createSignal(false);
  const [troubleSince, setTroubleSince] = createSignal(0);
  const clientId = newId();
  let presence: Record<string, PresenceState> | null = null;

  const socket = new Socket({
    ticket: () => server.ticket(clientId),
    open,
    random,
    catchUp: (until, signal) => catchUp(server, store, until, signal),
    onEvents: (events) => store.applyEvents(events),
    onPosition: (position) => store.advance(position),
    onTransient,
    onChange,
  });
  const typing = createTyping((frame) => socket.send(frame));
  const poll = new Poll({
    turn: (signal) => pollOnce(server, store, pollMs, signal),
    onChange: setPolling,
    random,
  });
  const turns = createTurnTexts(async (roomId) => {
    await store.rereadRoom(roomId).catch(() => undefined);
    const ai = store.state.views[roomId]?.ai;
    for (const [turnId, text] of Object.entries(ai?.texts ?? {})) {
      const of = ai?.turns[turnId];
      if (of) turns.take(turnId, { roomId, participantId: of.participant_id, threadRootId: of.thread_root_id }, text);
    }
  });
  const outbox = createOutbox({
    store,
    turns,
    server,
    random,
    newId,
    onSignedOut: () => socket.tell({ on: "signed_out" }),
    live: () => socket.state.at === "live",
  });
  const actions = createActions({ store, pending: outbox.pending, server, typing });
  store.setCatchUp(() => catchUp(server, store, 0, new AbortController().signal));
  store.onApplied((events) => {
    for (const event of events) {
      if (event.type === "swp.room.message" && event.sender_id) typing.forget(event.room_id!, event.sender_id);
      if (event.type === "swp.ai.turn" && !event.forgotten) {
        const { turn } = (event as Received<"swp.ai.turn">).content;
        if (!isAtWork(turn)) turns.forget(turn.id);
      }
    }
  });

  /** Who is there is told anew after each hello; until all of it came the earlier picture stays. */
  function onTransient(frame: TransientFrame | AiFrame): void {
    if (frame.type === "hello") presence = {};
    else if (frame.type === "typing") typing.hear(frame);
    else if (frame.type === "presence") setPresence([frame]);
    else if (frame.type === "presence_list") setPresence(frame.people);
    else if (isAiFrame(frame)) turns.hear(frame);
  }

  function setPresence(people: readonly { participant_id: string; status: PresenceState }[]): void {
    batch(() => {
      for (const each of people) {
        if (presence) presence[each.participant_id] = each.status;
        else store.setPresence(each);
      }
    });
  }

  function onChange(state: Connection): void {
    const wasFine = connection().at === "live" || connection().at === "idle";
    if (wasFine && state.at !== "live") setTroubleSince(Date.now());
    setConnection(state);
    const tries = "tries" in state ? state.tries : 0;
    poll.run(tries >= pollAfterTries && (state.at === "waiting" || state.at === "asking" || state.at === "opening"));
    if (state.at === "live") {
      if (presence) store.replacePresence(present(presence));
      presence = null;
      socket.send({ type: "presence", status: "online" });
      void outbox.kick();
      void actions.reportRead();
    } else {
      typing.clear();
      turns.quiet();
    }
    if (state.at === "offline") outbox.offline();
  }

  const view = createMemo<ConnectionView>(() => {
    const state = connection();
    const since = troubleSince();
    if (state.at === "live" || state.at === "idle" || polling()) return { is: "online" };
    if (state.at === "offline" || state.at === "signed_out") return { is: state.at, since };
    if (state.at === "stopped") return { is: "stopped", since, reason: state.reason };
    if (state.at !== "waiting") return { is: "connecting", since };
    return { is: "reconnecting", since, retryAt: state.until, updating: state.updating };
  });

  let ends: (() => void)[] = [];
  return {
    state: store.state,
    store,
    actions,
    /** For the connection chip, which shows nothing for the first two seconds of `since`. */
    connection: view,
    /** “Try now”. */
    tryNow: () => socket.wake(true),
    typingIn: (roomId: string) => typing.in(roomId),
    timeline: outbox.timeline,
    /** What AIs say and do right now, by turn. */
    turns,
    waiting: outbox.waiting,
    start(): void {
      if (ends.length > 0) return;
      ends = [
        listen(window, "online", () => {
          socket.tell({ on: "online" });
          void outbox.kick();
        }),
        listen(window, "offline", () => socket.tell({ on: "offline" })),
        listen(document, "visibilitychange", () => {
          if (document.visibilityState === "visible") socket.wake(false);
        }),
        watchActivity(window, (status) => socket.send({ type: "presence", status })),
        () => poll.run(false),
        () => socket.tell({ on: "end" }),
        () => outbox.stop(),
      ];
      void outbox.start();
      socket.tell({ on: "start" });
    },
    stop(): void {
      for (const end of ends) end();
      ends = [];
    },
    /** Before signing out: ends the connection and wipes what waits in this browser. */
    async signOut(): Promise<void> {
      await outbox.wipe();
      for (const end of ends) end();
      ends = [];
    },
  };
}

function present(presence: Record<string, PresenceState>): Record<string, PresenceState> {
  return Object.fromEntries(Object.entries(presence).filter(([, status]) => status !== "offline"));
}

function listen(target: EventTarget, type: string, hear: () => void): () => void {
  target.addEventListener(type, hear);
  return () => target.removeEventListener(type, hear);
}

function openStream(ticket: string): Wire {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(
    `${scheme}//${location.host}/v1/stream?token=${encodeURIComponent(ticket)}&presence=list`,
  ) as Wire;
}
