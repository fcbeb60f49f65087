import { type Accessor, createMemo, untrack } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { dayKeys } from "#/client/language/times.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { linesOf } from "#/client/messages/lines.ts";
import type { TimelineLine } from "#/client/messages/timeline-line.tsx";
import { currentItems } from "#/client/messages/timeline-model.ts";
import { unreadHold } from "#/client/messages/unread-hold.ts";
import type { ViewerClock } from "#/client/messages/viewer-clock.ts";
import { createRows } from "#/client/sync/keyed.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";

const noFolds: ReadonlySet<string> = new Set();

/** A thread's root and replies as lines, as signals. */
export function createThreadModel(conversation: Conversation, clock: ViewerClock, rootId: Accessor<string>) {
  const { session, me } = conversation;
  const replies = currentItems(session.timeline(conversation.roomId, rootId));
  const inRoom = currentItems(session.timeline(conversation.roomId));
  const dayOf = createMemo(() => dayKeys(clock.zone()));
  const unreadAfter = untrack(() => {
    const place = conversation.entry()?.threads[rootId()];
    return place && place.unread.length > 0 ? place.read_position : null;
  });
  const hold = unreadHold(session);
  /** Where one marked it unread, while one looks at it. */
  const after = createMemo<number | null>((before) => hold.after(rootId()) ?? before, unreadAfter);

  /** With what is on its way over it where the room shows it too. */
  const root = createMemo<TimelineItem | undefined>(() => {
    const held = session.state.threads[rootId()]?.root;
    const shown = inRoom().find((item) => item.message.id === rootId());
    return shown ?? (held && { key: held.id, message: held, pending: null });
  });

  const lines = createMemo<TimelineLine[]>(() => {
    const items = replies();
    const all = linesOf<TimelineItem>({
      items,
      me,
      dayOf: dayOf(),
      unreadAfter: after(),
      atStart: false,
      opened: noFolds,
    });
    const began = root()?.message.origin_ts;
    const [first] = all;
    // The day of the root needs no saying again.
    const isSameDay = first?.kind === "day" && began !== undefined && dayOf()(began) === dayOf()(first.ts);
    return isSameDay ? all.slice(1) : all;
  });

  return {
    root,
    rows: createRows(lines),
    items: createMemo(() => [...(root() ? [root()!] : []), ...replies()]),
    replyWords(): string {
      const count = replies().filter((item) => item.message.redacted_at === null).length;
      if (count === 0) return say("No replies yet");
      return sayCount(count, "{count} reply", "{count} replies");
    },
  };
}
