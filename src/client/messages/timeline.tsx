import { useSearchParams } from "@solidjs/router";
import {
  createEffect,
  createSignal,
  For,
  type JSX,
  lazy,
  on,
  onCleanup,
  onMount,
  Show,
  Suspense,
  sharedConfig,
} from "solid-js";
import { isServer } from "solid-js/web";
import { Virtualizer, type VirtualizerHandle } from "virtua/solid";
import { say } from "#/client/language/say.ts";
import { type Conversation, createConversation } from "#/client/messages/conversation.ts";
import { useKeeping } from "#/client/messages/kept-timelines.tsx";
import { createReading, markAll } from "#/client/messages/reading.ts";
import { MessageStage, useStage } from "#/client/messages/stage.tsx";
import { createTimelineKeys } from "#/client/messages/timeline-keys.ts";
import { TimelineLineView } from "#/client/messages/timeline-line.tsx";
import { createTimelineModel } from "#/client/messages/timeline-model.ts";
import { StickyDate, TimelinePills } from "#/client/messages/timeline-pills.tsx";
import { createTimelineScroll } from "#/client/messages/timeline-scroll.ts";
import { unreadHold } from "#/client/messages/unread-hold.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { later } from "#/client/shell/later.ts";
import { useSession } from "#/client/shell/session.tsx";
import { MessageSkeleton } from "#/client/ui/messages/timeline-lines.tsx";
import css from "./timeline.module.css";

const Announcer = lazy(() => import("#/client/messages/announcer.tsx"));

export type TimelineProps = {
  readonly roomId: string;
  /** A name, face or mention was pressed. */
  readonly onOpenPerson?: ((participantId: string, anchor: Element) => void) | undefined;
};

/**
 * A room's conversation: rendered whole on the server and standing at its end without our script; in the browser only what
 * is near the window is in the page. Fills its parent.
 */
export function Timeline(props: TimelineProps) {
  return (
    <Show when={props.roomId} keyed>
      {(roomId) => <RoomTimeline roomId={roomId} onOpenPerson={props.onOpenPerson} />}
    </Show>
  );
}

function RoomTimeline(props: TimelineProps) {
  const session = useSession();
  const clock = createViewerClock();
  const conversation = createConversation(session, () => props.roomId);
  return (
    <div class={css.timeline} {...clock.attributes()}>
      <MessageStage conversation={conversation} clock={clock} onOpenPerson={props.onOpenPerson}>
        <Show when={conversation.view()} fallback={<For each={[1, 2, 3, 4]}>{() => <MessageSkeleton />}</For>}>
          <TimelineBody />
        </Show>
      </MessageStage>
    </div>
  );
}

function TimelineBody() {
  const stage = useStage();
  const { conversation, clock } = stage;
  const { session } = conversation;
  const [search, setSearch] = useSearchParams<{ m?: string; message?: string; thread?: string }>();
  const model = createTimelineModel(conversation, clock);
  const [scroller, setScroller] = createSignal<HTMLElement>();
  const isFirstPage = isServer || sharedConfig.context !== undefined;
  // Only what the server rendered stands in plain flow first: a place to come back to needs its heights at once.
  const [live, setLive] = createSignal(!isFirstPage);
  const { isShown, keepIf } = useKeeping();
  const linked = () => (search.thread || !isShown() ? undefined : (search.message ?? search.m));
  const hold = unreadHold(session);
  const reading = createReading({
    mark: () => markAll(conversation, model.newest()),
    markTo: (message) => session.actions.markRead(conversation.roomId(), message),
    jumped: linked() !== undefined,
    isHeld: () => hold.after(conversation.roomId()) !== null,
    isShown,
  });
  const entered = conversation.roomId();
  const scroll = createTimelineScroll({ stage, model, scroller, reading });
  const Flow = flowUntil(live);
  const fixed = {
    get scrollRef() {
      return scroller()!;
    },
    ...(isFirstPage ? { ssrCount: wholePage } : {}),
    ...(scroll.cache ? { cache: scroll.cache } : {}),
  };
  const keys = createTimelineKeys({ stage, model, scroll, scroller });

  /** The link did what it was for: a reload must not lead there again. */
  const unlink = () => setSearch({ m: null, message: null }, { replace: true, scroll: false });
  onMount(() => {
    setLive(true);
    void scroll.enter(linked())?.then(unlink);
    const box = scroller()!;
    onCleanup(later(import("#/client/messages/touch.ts"), ({ hearTouch }) => hearTouch(box, stage, model.items)));
    // Whoever comes back reads anew.
    let isHere = true;
    const stay = (shown: boolean) => {
      if (isHere && !shown) {
        scroll.leave();
        hold.release(entered);
      }
      isHere = shown;
    };
    keepIf(() => model.unread.after() === null);
    createEffect(on(isShown, stay, { defer: true }));
    onCleanup(() => stay(false));
    onCleanup(
      stage.composing().attachTimeline(() => {
        markAll(conversation, model.newest());
        scroll.toBottom();
        return true;
      }),
    );
  });
  createEffect(
    on(
      linked,
      (id) => {
        if (id) void scroll.jump(id).then(unlink);
      },
      { defer: true },
    ),
  );
  createEffect(on(model.rows, (rows, before) => isShown() && scroll.changed(rows, before ?? []), { defer: true }));
  // What came while one looked is read a second after.
  createEffect(
    on(
      () => conversation.entry()?.unread.length,
      () => reading.grew(),
      { defer: true },
    ),
  );
  createEffect(() => {
    if (isShown()) session.store.setAtEnd(conversation.roomId(), scroll.near());
  });

  return (
    <>
      <div
        ref={setScroller}
        class={css.scroller}
        data-live={live() ? "" : undefined}
        role="log"
        aria-live="off"
        aria-label={say("Messages in {name}", { name: nameOf(conversation) })}
        aria-busy={scroll.loading() ? "true" : undefined}
        onWheel={scroll.acted}
        onPointerDown={scroll.acted}
        onKeyDown={keys.onKeyDown}
        onFocusIn={keys.onFocusIn}
      >
        <div class={css.inner}>
          <Virtualizer
            ref={(handle?: VirtualizerHandle) => scroll.take(handle)}
            data={model.rows()}
            as={Flow}
            {...fixed}
            shift={model.shifted()}
            keepMounted={keys.kept()}
            bufferSize={600}
            onScroll={scroll.scrolled}
            onScrollEnd={scroll.rested}
            onResize={scroll.resized}
          >
            {(row) => (
              <TimelineLineView
                row={row}
                highlighted={scroll.highlighted}
                active={keys.active}
                onUnfold={model.unfold}
              />
            )}
          </Virtualizer>
        </div>
      </div>
      <StickyDate scroll={scroll} />
      <TimelinePills model={model} scroll={scroll} onMarkRead={() => markAll(conversation, model.newest())} />
      <Suspense>
        <Show when={live()}>
          <Announcer rootId={null} />
        </Show>
      </Suspense>
    </>
  );
}

/**
 * More lines than a first page and what follows it ever has. The list keeps to the count of the server's render until it is
 * scrolled, and a room that fits the window never is: with an exact count its new lines would not be shown.
 */
const wholePage = 10_000;

/** The list's own box: as high as its lines on the server, and as high as the list says once it is measured. */
function flowUntil(live: () => boolean) {
  return (props: {
    readonly ref: (box: HTMLDivElement) => void;
    readonly style: JSX.CSSProperties;
    readonly children: JSX.Element;
  }) => (
    <div ref={props.ref} style={live() ? props.style : undefined}>
      {props.children}
    </div>
  );
}

function nameOf(conversation: Conversation): string {
  const room = conversation.room();
  return room ? roomTitle(room, conversation.session.state) : say("this room");
}
