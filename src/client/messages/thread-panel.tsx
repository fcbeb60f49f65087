import { createAsync, useLocation, useSearchParams } from "@solidjs/router";
import X from "lucide-solid/icons/x";
import {
  createEffect,
  createSignal,
  For,
  lazy,
  on,
  onCleanup,
  onMount,
  Show,
  Suspense,
  sharedConfig,
  untrack,
} from "solid-js";
import { isServer } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import { Composer } from "#/client/messages/composer.tsx";
import { isTouch } from "#/client/messages/composer-keys.ts";
import { composingOf } from "#/client/messages/composing.ts";
import { createConversation } from "#/client/messages/conversation.ts";
import { FollowBell } from "#/client/messages/follow-bell.tsx";
import { Message } from "#/client/messages/message.tsx";
import { createScrollKeeper } from "#/client/messages/scroll-keeper.ts";
import { MessageStage, useStage } from "#/client/messages/stage.tsx";
import { createThreadModel } from "#/client/messages/thread-model.ts";
import { createThreadReading } from "#/client/messages/thread-reading.ts";
import { Blocked, TimelineLineView } from "#/client/messages/timeline-line.tsx";
import { hearTouch } from "#/client/messages/touch.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { useSession } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";
import { MessageSkeleton } from "#/client/ui/messages/timeline-lines.tsx";
import { loadThread } from "#/load.ts";
import css from "./thread-panel.module.css";

const Announcer = lazy(() => import("#/client/messages/announcer.tsx"));

export type ThreadPanelProps = {
  readonly roomId: string;
  readonly rootId: string;
  readonly onClose: () => void;
  readonly onOpenPerson?: ((participantId: string, anchor: Element) => void) | undefined;
};

/** A thread beside its room: the message that began it, the replies, and a composer of its own. */
export function ThreadPanel(props: ThreadPanelProps) {
  if (!isServer && !sharedConfig.context) return <Thread {...props} />;
  const first = createAsync(() => loadThread(props.roomId, props.rootId));
  const { store } = useSession();
  return (
    <Show when={first()}>
      {(loaded) => {
        const thread = untrack(loaded);
        if (thread.ok) void store.putThread(thread.value).catch(() => undefined);
        return <Thread {...props} isFirstPage />;
      }}
    </Show>
  );
}

/** The first page of a visit leaves the focus where the browser put it. */
function Thread(props: ThreadPanelProps & { readonly isFirstPage?: boolean }) {
  const session = useSession();
  const location = useLocation();
  const clock = createViewerClock();
  const conversation = createConversation(session, () => props.roomId);
  const [problem, setProblem] = createSignal<string>();

  createEffect(
    on(
      () => [props.roomId, props.rootId] as const,
      ([roomId, rootId]) => {
        onCleanup(session.store.holdThread(rootId));
        setProblem(undefined);
        // On a touch screen that would raise the keyboard over what one came to read.
        if (!props.isFirstPage && !isTouch()) onCleanup(composingOf(session, roomId, rootId).focusSoon());
        session.store.loadThread(roomId, rootId).catch((error: unknown) => setProblem(asSwError(error).message));
      },
    ),
  );

  const title = () => {
    const room = conversation.room();
    return room ? roomTitle(room, session.state) : "";
  };

  return (
    <div class={css.panel} {...clock.attributes()}>
      <HeaderBar
        level={2}
        title={say("Thread")}
        end={
          <>
            <a class={css.room} href={location.pathname}>
              {title()}
            </a>
            <FollowBell conversation={conversation} rootId={props.rootId} />
            <IconButton label={say("Close the thread")} shortcut="Esc" onClick={() => props.onClose()}>
              <X />
            </IconButton>
          </>
        }
      />
      <Show
        when={session.state.threads[props.rootId]}
        fallback={
          <div class={css.scroller}>
            <Show when={problem()} fallback={<MessageSkeleton />}>
              {(words) => <p class={css.problem}>{words()}</p>}
            </Show>
          </div>
        }
      >
        <MessageStage conversation={conversation} clock={clock} rootId={props.rootId} onOpenPerson={props.onOpenPerson}>
          <Replies rootId={props.rootId} />
          <Suspense>
            <Show when={!isServer && props.rootId} keyed>
              {(rootId) => <Announcer rootId={rootId} />}
            </Show>
          </Suspense>
        </MessageStage>
        <Composer roomId={props.roomId} threadRootId={props.rootId} />
      </Show>
    </div>
  );
}

const highlightMs = 2_000;

function Replies(props: { readonly rootId: string }) {
  const stage = useStage();
  const { conversation, clock } = stage;
  const [search, setSearch] = useSearchParams<{ m?: string; message?: string }>();
  const model = createThreadModel(conversation, clock, () => props.rootId);
  const [live, setLive] = createSignal(false);
  const [highlighted, setHighlighted] = createSignal<string | null>(null);
  const [active, setActive] = createSignal<string>();
  let scroller!: HTMLDivElement;
  let inner!: HTMLDivElement;
  const keeper = createScrollKeeper(
    () => scroller,
    () => reading.atBottom(keeper.isNear()),
  );
  const linked = () => search.message ?? search.m;
  const reading = createThreadReading(conversation, props.rootId, {
    jumped: linked() !== undefined,
    atBottom: () => keeper.isNear(),
  });

  function show(messageId: string): void {
    keeper.release();
    document.getElementById(`m-${messageId}`)?.scrollIntoView({ block: "center" });
    setHighlighted(messageId);
    const timer = setTimeout(() => setHighlighted(null), highlightMs);
    onCleanup(() => clearTimeout(timer));
    setSearch({ m: null, message: null }, { replace: true, scroll: false });
  }

  function walk(event: KeyboardEvent): void {
    if (event.defaultPrevented || !(event.target instanceof Element) || !event.target.matches("article")) return;
    const articles = [...scroller.querySelectorAll<HTMLElement>("article")];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === "Escape") stage.composing().focus();
    else if (step !== undefined) articles[articles.indexOf(event.target as HTMLElement) + step]?.focus();
    else return;
    event.preventDefault();
  }

  onMount(() => {
    setLive(true);
    const asked = linked();
    if (asked && model.items().some((item) => item.message.id === asked)) show(asked);
    else keeper.toBottom();
    onCleanup(
      stage.composing().attachTimeline(() => {
        reading.markAll();
        keeper.toBottom();
        return false;
      }),
    );
    const observer = new ResizeObserver(() => keeper.resized());
    observer.observe(scroller);
    observer.observe(inner);
    const untouch = hearTouch(scroller, stage, model.items);
    onCleanup(() => {
      observer.disconnect();
      untouch();
    });
  });
  createEffect(
    on(
      model.rows,
      (rows, before) => {
        const line = rows.at(-1)?.value;
        if (rows.at(-1)?.key === before?.at(-1)?.key) return;
        keeper.grew(line?.kind === "message" && line.item.pending?.kind === "send");
      },
      { defer: true },
    ),
  );

  return (
    <div
      ref={scroller}
      class={css.scroller}
      data-live={live() ? "" : undefined}
      role="log"
      aria-live="off"
      aria-label={say("Thread")}
      onScroll={() => keeper.scrolled()}
      onKeyDown={walk}
      onFocusIn={(event) => {
        const article = event.target.closest("article");
        setActive(model.items().find((item) => article?.id === `m-${item.message.id}`)?.key);
      }}
    >
      <div ref={inner} class={css.inner}>
        <Show when={model.root()}>
          {(root) => (
            <Blocked message={() => root().message}>
              <Message
                item={root()}
                isRoot
                highlighted={highlighted() === props.rootId}
                tabIndex={active() === undefined || active() === root().key ? 0 : -1}
              />
            </Blocked>
          )}
        </Show>
        <div class={css.rule}>
          <span>{model.replyWords()}</span>
          <hr />
        </div>
        <For each={model.rows()}>
          {(row) => <TimelineLineView row={row} highlighted={highlighted} active={active} onUnfold={() => undefined} />}
        </For>
      </div>
    </div>
  );
}
