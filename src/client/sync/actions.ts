import { faultOf, isSignedOut } from "#/client/sync/api.ts";
import type { PendingWrites } from "#/client/sync/pending.ts";
import type { Server } from "#/client/sync/server.ts";
import type { SyncStore } from "#/client/sync/store.ts";
import type { Typing } from "#/client/sync/typing.ts";
import { checkContent, type MessageContent } from "#/domain/messages/content.ts";
import { noteRead } from "#/domain/messages/unread.ts";
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
    reportRead,
    /** Call at each key in a composer; false when it was emptied. */
    typing: (roomId: string, isTyping: boolean) => typing.tell(roomId, isTyping),
    setPresence: (presence: StickyPresence) => server.setPresence(presence),
  };
}
