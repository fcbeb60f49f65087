import { faultOf, isSignedOut } from "#/client/sync/api.ts";
import { messageServer } from "#/client/sync/message-server.ts";
import type { PendingWrites } from "#/client/sync/pending.ts";
import type { Server } from "#/client/sync/server.ts";
import type { SyncStore } from "#/client/sync/store.ts";
import type { Typing } from "#/client/sync/typing.ts";
import { checkContent, type MessageContent } from "#/domain/messages/content.ts";
import { noteRead, type RoomPlace, setRead, type UnreadPlace, type UnreadRef } from "#/domain/messages/unread.ts";
import type { StickyPresence } from "#/domain/presence/events.ts";

/** Several words read in a second are one report. */
const reportReadAfterMs = 500;

/** What a person does, for screens. Writes show at once and answer the `event_uuid` under which their fate is told. */
export function createActions(deps: {
  store: SyncStore;
  pending: () => PendingWrites;
  server: Pick<Server, "markRead" | "setPresence">;
  typing: Typing;
}) {
  const { store, pending, server, typing } = deps;
  const unreported = new Map<string, string>();
  const unreportedThreads = new Map<string, { roomId: string; eventId: string }>();
  let reporting: ReturnType<typeof setTimeout> | undefined;

  async function reportRead(): Promise<void> {
    for (const [roomId, eventId] of [...unreported]) {
      try {
        await server.markRead(roomId, eventId);
      } catch (error) {
        const fault = faultOf(error);
        // Unanswered reports are kept and go with the next one.
        if (fault.kind !== "refused" || isSignedOut(fault)) return;
      }
      if (unreported.get(roomId) === eventId) unreported.delete(roomId);
    }
    for (const [rootId, report] of [...unreportedThreads]) {
      try {
        await messageServer.markThreadRead(report.roomId, rootId, report.eventId);
      } catch (error) {
        const fault = faultOf(error);
        if (fault.kind !== "refused" || isSignedOut(fault)) return;
      }
      if (unreportedThreads.get(rootId) === report) unreportedThreads.delete(rootId);
    }
  }

  return {
    /** Says something. Throws SW_CONTENT_TOO_LARGE or SW_BAD_REQUEST before anything is queued. */
    send(roomId: string, content: MessageContent): string {
      checkContent(content);
      typing.tell(roomId, false);
      return pending().enqueue(roomId, { kind: "send", content });
    },
    edit(roomId: string, eventId: string, content: MessageContent): string {
      checkContent(content);
      return pending().enqueue(roomId, { kind: "edit", event_id: eventId, content });
    },
    redact(roomId: string, eventId: string, reason?: string): string {
      return pending().enqueue(roomId, { kind: "redact", event_id: eventId, ...(reason ? { reason } : {}) });
    },
    /** Adds (`on`) or takes back one's own reaction. */
    react(roomId: string, eventId: string, emoji: string, on: boolean): string {
      return pending().enqueue(roomId, { kind: on ? "react" : "unreact", event_id: eventId, emoji });
    },
    retry: (eventUuid: string) => pending().retry(eventUuid),
    /** Gives a pending write up: “Cancel”, “Discard”, and “Edit”, which takes its content back to the composer. */
    discard: (eventUuid: string) => pending().discard(eventUuid),
    /** Everything up to this message is read: shown at once, reported to one's other devices within a second. */
    markRead(roomId: string, message: { id: string; stream_position: number }): void {
      const entry = store.state.rooms[roomId];
      if (entry?.membership !== "join" || message.stream_position <= entry.read_position) return;
      // A message on its way has no place in the log yet.
      if (message.stream_position === Number.MAX_SAFE_INTEGER) return;
      store.change((draft) => noteRead(draft.rooms[roomId]!, message.stream_position));
      unreported.set(roomId, message.id);
      clearTimeout(reporting);
      reporting = setTimeout(() => void reportRead(), reportReadAfterMs);
    },
    /** The same of a thread that one follows. */
    markThreadRead(roomId: string, rootId: string, message: { id: string; stream_position: number }): void {
      const place = store.state.rooms[roomId]?.threads[rootId];
      if (!place || message.stream_position <= place.read_position) return;
      if (message.stream_position === Number.MAX_SAFE_INTEGER) return;
      store.change((draft) => noteRead(draft.rooms[roomId]!.threads[rootId]!, message.stream_position));
      unreportedThreads.set(rootId, { roomId, eventId: message.id });
      clearTimeout(reporting);
      reporting = setTimeout(() => void reportRead(), reportReadAfterMs);
    },
    /** Shows what follows `after` as unread, as far as it is loaded; the server's answer tells it exactly. */
    noteUnread(roomId: string, rootId: string | null, after: number): void {
      if (rootId === null) unreported.delete(roomId);
      else unreportedThreads.delete(rootId);
      const said = (rootId ? store.state.threads[rootId]?.replies : store.state.views[roomId]?.messages) ?? [];
      const me = store.state.me.id;
      const refs = said
        .filter((each) => each.stream_position > after && each.stream_position < Number.MAX_SAFE_INTEGER)
        .filter((each) => each.sender_id !== me && !each.redacted_at && each.content.msgtype !== "swp.system")
        .map((each) => ({
          event_id: each.id,
          stream_position: each.stream_position,
          mentions_me: each.content.mentions_room === true || (each.content.mentions?.includes(me) ?? false),
        }));
      store.change((draft) => {
        const room = draft.rooms[roomId];
        const place = rootId ? room?.threads[rootId] : room;
        if (place) setRead(place, after, refs);
      });
    },
    /** Shows every room and thread as read, or those of some rooms. */
    noteEverythingRead(only?: readonly string[]): void {
      if (!only) {
        unreported.clear();
        unreportedThreads.clear();
      }
      store.change((draft) => {
        for (const room of Object.values(draft.rooms).filter((each) => only?.includes(each.id) ?? true))
          for (const place of [room, ...Object.values(room.threads)]) {
            const last = place.unread.at(-1);
            if (last) noteRead(place, last.stream_position);
          }
      });
    },
    /** Shows these rooms as they were before everything was marked as read; what came since stays unread. */
    restoreUnread(before: readonly (RoomPlace & { id: string })[]): void {
      store.change((draft) => {
        for (const kept of before) {
          const room = draft.rooms[kept.id];
          if (!room) continue;
          setRead(room, kept.read_position, [...kept.unread, ...newer(room, kept)]);
          for (const [rootId, place] of Object.entries(kept.threads)) {
            const thread = room.threads[rootId];
            if (thread) setRead(thread, place.read_position, [...place.unread, ...newer(thread, place)]);
          }
        }
      });
    },
    reportRead,
    /** Call at each key in a composer; false when it was emptied. */
    typing: (roomId: string, isTyping: boolean) => typing.tell(roomId, isTyping),
    setPresence: (presence: StickyPresence) => server.setPresence(presence),
  };
}

/** What is unread now and was not listed then. */
function newer(now: UnreadPlace, then: UnreadPlace): UnreadRef[] {
  const last = then.unread.at(-1)?.stream_position ?? then.read_position;
  return now.unread.filter((ref) => ref.stream_position > last).map((ref) => ({ ...ref }));
}
