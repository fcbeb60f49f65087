import { type Accessor, createEffect, createMemo, createSignal, onCleanup, onMount, untrack } from "solid-js";
import { dayKeys, sinceWords } from "#/client/language/times.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { isSystem, isUnread, linesOf } from "#/client/messages/lines.ts";
import type { TimelineLine } from "#/client/messages/timeline-line.tsx";
import { unreadHold } from "#/client/messages/unread-hold.ts";
import type { ViewerClock } from "#/client/messages/viewer-clock.ts";
import { createRows, type Row } from "#/client/sync/keyed.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";
import type { Message } from "#/domain/messages/message.ts";
import { maxUnreadRefs } from "#/domain/messages/unread.ts";

export type TimelineModel = ReturnType<typeof createTimelineModel>;

/** What a room's timeline shows, as signals: lines, what is new, and where the divider stands. */
export function createTimelineModel(conversation: Conversation, clock: ViewerClock) {
  const { session, me } = conversation;
  const items = currentItems(session.timeline(conversation.roomId));
  const [opened, setOpened] = createSignal<ReadonlySet<string>>(new Set());
  const unread = createUnreadPlace(conversation);
  const dayOf = createMemo(() => dayKeys(clock.zone()));
  const hasMore = () => conversation.view()?.has_more ?? false;

  /** Whether what is loaded goes back to where the unread begins: before that nobody knows which message is the first. */
  const reachesDivider = createMemo(() => {
    const after = unread.after();
    const oldest = conversation.view()?.messages[0]?.stream_position ?? 0;
    return after !== null && (!hasMore() || oldest <= after);
  });

  const lines = createMemo(() =>
    linesOf<TimelineItem>({
      items: items(),
      me,
      dayOf: dayOf(),
      unreadAfter: reachesDivider() ? unread.after() : null,
      atStart: conversation.view() !== undefined && !hasMore(),
      opened: opened(),
    }),
  );
  const rows = createRows(lines);
  const newest = (): Message | undefined => conversation.view()?.messages.at(-1);

  return {
    items,
    lines,
    rows,
    newest,
    hasMore,
    unread,
    reachesDivider,
    /** Whether the last change was at the start of the list, so that the list keeps its distance from the end. */
    shifted: createShift(rows),
    unfold: (key: string) => setOpened((keys) => new Set([...keys, key])),
    indexOf: (messageId: string) =>
      lines().findIndex((line) => line.kind === "message" && line.item.message.id === messageId),
    /** How many messages of others came after a position, and whether one names me. */
    newSince(position: number): { count: number; mentionsMe: boolean } {
      const all = conversation.view()?.messages ?? [];
      let count = 0;
      let mentionsMe = false;
      for (let index = all.length - 1; index >= 0; index -= 1) {
        const message = all[index]!;
        if (message.stream_position <= position) break;
        if (message.sender_id === me || isSystem(message)) continue;
        count += 1;
        mentionsMe ||= message.content.mentions?.includes(me) ?? false;
      }
      return { count, mentionsMe };
    },
    /** How many were unread on entering, and since when, as far as they are loaded. */
    unreadTold(): { count: number; more: boolean; since: string | null } {
      const after = unread.after();
      if (after === null) return { count: 0, more: false, since: null };
      const all = conversation.view()?.messages ?? [];
      const known = all.filter((message) => isUnread(message, { unreadAfter: after, me }));
      const isWhole = reachesDivider();
      const count = isWhole ? known.length : Math.max(known.length, unread.listed);
      const since = isWhole && known[0] ? sinceWords(known[0].origin_ts, clock.zone(), clock.now()) : null;
      return { count, more: !isWhole && count >= maxUnreadRefs, since };
    },
  };
}

/** The rows' values of the moment: their list changes with each of them. */
export function currentItems(rows: Accessor<Row<TimelineItem>[]>): Accessor<TimelineItem[]> {
  return createMemo(() => {
    const list = rows();
    return untrack(() => list.map((row) => ({ ...row.value, key: row.key })));
  });
}

/**
 * Where the divider stands: fixed on entering the room. It moves only when one looks away with everything read, to before
 * what comes meanwhile.
 */
function createUnreadPlace(conversation: Conversation) {
  const entry = untrack(conversation.entry);
  const listed = entry?.membership === "join" ? entry.unread.length : 0;
  const [after, setAfter] = createSignal(listed > 0 ? entry!.read_position : null);
  /** What was new on entering is told until all is read; what comes later is told below. */
  const [isTold, setTold] = createSignal(listed > 0);
  createEffect(() => {
    if (conversation.entry()?.unread.length === 0) setTold(false);
  });

  const hold = unreadHold(conversation.session);
  createEffect(() => {
    const marked = hold.after(conversation.roomId());
    if (marked === null) return;
    setAfter(marked);
    // It stands where one points, and needs no telling.
    setTold(false);
  });

  onMount(() => {
    let left: number | null = null;
    const away = () => {
      const all = conversation.view()?.messages ?? [];
      const isRead = conversation.entry()?.unread.length === 0;
      left = isRead
        ? (all.findLast((message) => message.stream_position < Number.MAX_SAFE_INTEGER)?.stream_position ?? null)
        : null;
    };
    const back = () => {
      left = null;
    };
    const off = conversation.session.store.onApplied((events) => {
      const isNew = events.some(
        (event) =>
          event.type === "swp.room.message" &&
          event.room_id === conversation.roomId() &&
          event.sender_id !== conversation.me &&
          isInRoom(event.content as Message["content"]),
      );
      if (left === null || !isNew) return;
      setAfter(left);
      setTold(true);
      left = null;
    });
    window.addEventListener("blur", away);
    window.addEventListener("focus", back);
    onCleanup(() => {
      off();
      window.removeEventListener("blur", away);
      window.removeEventListener("focus", back);
    });
  });

  return { after, isTold, listed };
}

function isInRoom(content: Message["content"]): boolean {
  return !content.thread_root_id || content.also_in_room === true;
}

function createShift(rows: Accessor<Row<TimelineLine>[]>): Accessor<boolean> {
  type State = { first: string | undefined; count: number; shifted: boolean };
  const state = createMemo<State>(
    (before) => {
      const list = rows();
      const first = list.find((row) => !["start", "day", "unread"].includes(row.value.kind))?.key;
      const shifted = before.count > 0 && before.first !== first && before.count !== list.length;
      return { first, count: list.length, shifted };
    },
    { first: undefined, count: 0, shifted: false },
  );
  return () => state().shifted;
}
