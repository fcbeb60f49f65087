import { type Accessor, createMemo, createSignal, onCleanup } from "solid-js";
import type { VirtualizerHandle } from "virtua/solid";
import { say } from "#/client/language/say.ts";
import { bottomPill, type Scrolled, topPill, wantsOlder } from "#/client/messages/follow.ts";
import type { createReading } from "#/client/messages/reading.ts";
import { createScrollKeeper, type Place } from "#/client/messages/scroll-keeper.ts";
import type { Stage } from "#/client/messages/stage.tsx";
import type { TimelineLine } from "#/client/messages/timeline-line.tsx";
import type { TimelineModel } from "#/client/messages/timeline-model.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import type { Session } from "#/client/shell/session.tsx";
import type { Row } from "#/client/sync/keyed.ts";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";
import type { Message } from "#/domain/messages/message.ts";
import { maxUnreadRefs } from "#/domain/messages/unread.ts";

/** How far back the divider is looked for, in pages. */
const maxPages = 20;
/** A link is followed as far back as the store keeps messages, in large pages. */
const jumpPage = 200;
const maxJumpPages = 25;
const highlightMs = 2_000;
/** Room above the divider, so that one sees what came before it. */
const aboveDivider = 88;
/** Room above the first line of an answer that grows past the window: the day stands there. */
const aboveAnswer = 40;

/** Where one was in each room of this session. */
const places = new WeakMap<Session, Map<string, Place>>();

export type TimelineScroll = ReturnType<typeof createTimelineScroll>;

export type TimelineScrollDeps = {
  stage: Stage;
  model: TimelineModel;
  scroller: Accessor<HTMLElement | undefined>;
  reading: ReturnType<typeof createReading>;
};

/** Moves the timeline: on entering, as lines come, to links and to the ends. */
export function createTimelineScroll({ stage, model, scroller, reading }: TimelineScrollDeps) {
  const { session, roomId } = stage.conversation;
  const layers = useLayers();
  const [near, setNear] = createSignal(true);
  const [seenUpTo, setSeenUpTo] = createSignal(model.newest()?.stream_position ?? 0);
  const [stickyDay, setStickyDay] = createSignal<number | null>(null);
  const [dividerAbove, setDividerAbove] = createSignal(false);
  const [highlighted, setHighlighted] = createSignal<string | null>(null);
  const [loading, setLoading] = createSignal(false);
  const [failed, setFailed] = createSignal(false);
  const keeper = createScrollKeeper(scroller, moved);
  const opensAtUnread = () => session.state.own.screen.open_rooms_at === "unread";
  const saved = savedPlace(session, roomId(), model.rows());
  /** The answer that the view followed until its first line was at the top. */
  const [heldAt, setHeldAt] = createSignal<string | null>(null);
  let handle: VirtualizerHandle | undefined;
  let entering: "link" | "divider" | "place" | null = null;
  /** The person moved the timeline since: nothing else may, then. */
  let hasActed = false;
  let unlight: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(unlight));

  function moved(scrolled: Scrolled): void {
    const isNear = keeper.isNear();
    setNear(isNear);
    reading.atBottom(isNear);
    if (isNear) setSeenUpTo(model.newest()?.stream_position ?? 0);
    if (!handle) return;
    if (!isNear && session.state.own.screen.read_marker_mode === "scroll") reading.passed(lastWhole(handle, scrolled));
    setStickyDay(dayAt(handle, model.rows(), scrolled));
    const divider = model.lines().findIndex((line) => line.kind === "unread");
    const isLoaded = divider >= 0;
    setDividerAbove(isLoaded ? handle.getItemOffset(divider) + 8 < scrolled.top : model.unread.after() !== null);
    if (wantsOlder(scrolled, model.hasMore()) && entering === null && !failed()) void older();
  }

  /** The last message that is on screen with its end. */
  function lastWhole(list: VirtualizerHandle, place: Scrolled): Message | undefined {
    const end = place.top + place.viewport;
    const from = place.top - place.viewport;
    for (let index = list.findItemIndex(end); index >= 0 && list.getItemOffset(index) >= from; index -= 1) {
      const line = model.rows()[index]?.value;
      if (line?.kind === "message" && list.getItemOffset(index) + list.getItemSize(index) <= end)
        return line.item.message;
    }
    return undefined;
  }

  async function older(count?: number): Promise<boolean> {
    // Whoever looks for a message waits for what is on its way already.
    if (loading() && count === undefined) return false;
    const before = stage.conversation.view()?.messages.length ?? 0;
    setLoading(true);
    setFailed(false);
    try {
      await session.store.loadOlder(roomId(), count);
      return (stage.conversation.view()?.messages.length ?? 0) > before;
    } catch {
      setFailed(true);
      return false;
    } finally {
      setLoading(false);
    }
  }

  /** Goes to a message and lights it up for a moment; what is further back is read first. */
  async function jump(messageId: string): Promise<void> {
    keeper.release();
    if (find(messageId) < 0) {
      const place = await lookUp(messageId);
      if (place === "elsewhere") return;
      for (let page = 0; page < maxJumpPages && find(messageId) < 0 && model.hasMore(); page += 1) {
        if (!(await older(jumpPage))) break;
      }
    }
    const index = find(messageId);
    if (index < 0) {
      // Further back than is kept, or the server could not be asked; who may not see it learned that before.
      layers.open({ is: "message-place", roomId: roomId(), eventId: messageId });
      return;
    }
    goTo(index, "center");
    setHighlighted(messageId);
    clearTimeout(unlight);
    unlight = setTimeout(() => setHighlighted(null), highlightMs);
  }

  /** A link to a reply leads to its thread; whether there is anything to look for, the server knows. */
  async function lookUp(messageId: string): Promise<"here" | "elsewhere"> {
    try {
      const { event } = await messageServer.context(roomId(), messageId);
      if (!event.thread_root_id || event.also_in_room) return "here";
      stage.openThread(event.thread_root_id, messageId);
      return "elsewhere";
    } catch (error) {
      if (asSwError(error).code === "SW_UNAVAILABLE") return "here";
      session.toaster.show(say("This message is not here, or you can't see it"));
      return "elsewhere";
    }
  }

  function find(messageId: string): number {
    return model.indexOf(messageId);
  }

  function goTo(index: number, align: "start" | "center", offset = 0): void {
    keeper.release();
    handle?.scrollToIndex(index, { align, offset });
  }

  function toDivider(): void {
    const index = model.lines().findIndex((line) => line.kind === "unread");
    hasActed = false;
    if (index >= 0) goTo(index, "start", -aboveDivider);
    else void findDivider();
  }

  async function findDivider(): Promise<void> {
    for (let page = 0; page < maxPages && !model.reachesDivider(); page += 1) if (!(await older())) break;
    if (hasActed) return;
    const index = model.lines().findIndex((line) => line.kind === "unread");
    if (index >= 0) goTo(index, "start", -aboveDivider);
  }

  /** An answer that grows is followed until its first line is at the top, once; who goes on to its end follows that. */
  function hold(): boolean {
    const index = model.rows().length - 1;
    const row = model.rows()[index];
    if (!handle || !keeper.isPinned() || row?.value.kind !== "message" || !row.value.item.turn) return false;
    const top = handle.getItemOffset(index) - aboveAnswer;
    const { height, viewport } = keeper.measure();
    if (heldAt() === row.key || height - viewport <= top) return false;
    setHeldAt(row.key);
    keeper.release();
    scroller()!.scrollTop = top;
    keeper.scrolled();
    return true;
  }

  /** Once heights are known: the divider if it is not in view at the end, or where one was. */
  function settle(): void {
    if (entering !== "divider" || !handle) return;
    const divider = model.lines().findIndex((line) => line.kind === "unread");
    const { height, viewport } = keeper.measure();
    if (viewport === 0) return;
    entering = null;
    if (divider < 0 && model.unread.listed < maxUnreadRefs) void findDivider();
    else if (divider >= 0 && handle.getItemOffset(divider) < height - viewport) goTo(divider, "start", -aboveDivider);
  }

  return {
    near,
    stickyDay,
    highlighted,
    loading,
    failed,
    cache: saved?.cache,
    jump,
    older: () => older(),
    toDivider,
    toBottom: () => keeper.toBottom(),
    goTo,
    measure: () => keeper.measure(),
    bottomPill: createMemo(() => bottomPill(model.newSince(seenUpTo()), near(), heldAt() === model.rows().at(-1)?.key)),
    topPill: createMemo(() => {
      return model.unread.isTold() && (dividerAbove() || !near()) ? topPill(model.unreadTold(), dividerAbove()) : null;
    }),
    take(next: VirtualizerHandle | undefined): void {
      if (next) handle = next;
    },
    /** On mounting: to a link, the divider, the place left before, or the end. */
    enter(messageId: string | undefined): Promise<void> | undefined {
      entering = messageId
        ? "link"
        : model.unread.after() !== null && opensAtUnread()
          ? "divider"
          : saved
            ? "place"
            : null;
      keeper.toBottom();
      if (entering === "place") {
        keeper.release();
        scroller()!.scrollTop = saved!.top;
        entering = null;
        keeper.scrolled();
      } else if (messageId) {
        return jump(messageId).finally(() => {
          entering = null;
        });
      } else settle();
      return undefined;
    },
    leave(): void {
      const kept = places.get(session) ?? new Map<string, Place>();
      places.set(session, kept);
      if (keeper.isNear() || !handle) kept.delete(roomId());
      else kept.set(roomId(), { cache: handle.cache, firstKey: model.rows()[0]?.key, top: keeper.measure().top });
    },
    scrolled(): void {
      const box = scroller();
      if (box) box.dataset.scrolling = "";
      keeper.scrolled();
    },
    /** A wheel, a finger or a key on the timeline. */
    acted(): void {
      hasActed = true;
    },
    rested(): void {
      delete scroller()?.dataset.scrolling;
    },
    resized(): void {
      if (!hold()) keeper.resized();
      settle();
    },
    changed(rows: readonly Row<TimelineLine>[], before: readonly Row<TimelineLine>[]): void {
      const last = rows.at(-1);
      if (last?.key === before.at(-1)?.key) return;
      const line = last?.value;
      const own = line?.kind === "message" && line.item.pending?.kind === "send";
      keeper.grew(own);
    },
  };
}

/** Only of use while the list still begins where it did. */
function savedPlace(session: Session, roomId: string, rows: readonly Row<TimelineLine>[]): Place | undefined {
  const place = places.get(session)?.get(roomId);
  return place && place.firstKey === rows[0]?.key ? place : undefined;
}

/** The day of the line at the top; null while its own separator is there. */
function dayAt(handle: VirtualizerHandle, rows: readonly Row<TimelineLine>[], { top }: Scrolled): number | null {
  if (top <= 0) return null;
  for (let index = handle.findItemIndex(top); index >= 0; index -= 1) {
    const line = rows[index]?.value;
    if (line?.kind === "day") return line.ts;
  }
  return null;
}
