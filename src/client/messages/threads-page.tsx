import { Title } from "@solidjs/meta";
import MessagesSquare from "lucide-solid/icons/messages-square";
import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { createConversation } from "#/client/messages/conversation.ts";
import { Message } from "#/client/messages/message.tsx";
import { MessageStage } from "#/client/messages/stage.tsx";
import css from "#/client/messages/threads-page.module.css";
import { Blocked } from "#/client/messages/timeline-line.tsx";
import { createViewerClock, type ViewerClock } from "#/client/messages/viewer-clock.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { railOrder, roomHref, workspacePath } from "#/client/shell/places.ts";
import { type Session, useSession } from "#/client/shell/session.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { BackLink } from "#/client/ui/layout/back-link.tsx";
import page from "#/client/ui/layout/centre-page.module.css";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";
import { MessageSkeleton } from "#/client/ui/messages/timeline-lines.tsx";
import type { Message as MessageValue } from "#/domain/messages/message.ts";
import type { FollowedThread } from "#/domain/messages/threads.ts";

/** Several events in a row are one reason to look again. */
const againAfterMs = 400;

/** The threads one follows in all rooms, those with something unread first. */
export function ThreadsPage() {
  const session = useSession();
  const clock = createViewerClock();
  const [threads, setThreads] = createSignal<readonly FollowedThread[]>();
  const [more, setMore] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const home = () => workspacePath(railOrder(session.state)[0]?.slug ?? "-");
  const unread = () => (threads() ?? []).filter((thread) => unreadIn(session, thread) > 0).length;

  async function read(offset: number): Promise<void> {
    try {
      const page = await messageServer.threads(offset);
      setProblem(undefined);
      setThreads([...(threads() ?? []).slice(0, offset), ...page.items]);
      setMore(page.has_more);
    } catch (error) {
      setProblem(asSwError(error).message);
    }
  }

  onMount(() => {
    void read(0);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const off = session.store.onApplied((events) => {
      const concerns = events.some((event) => {
        const content = event.content as { thread_root_id?: unknown };
        return event.type === "swp.room.thread.follow" || Boolean(content.thread_root_id);
      });
      if (!concerns) return;
      clearTimeout(timer);
      timer = setTimeout(() => void read(0), againAfterMs);
    });
    onCleanup(() => {
      clearTimeout(timer);
      off();
    });
  });

  async function markAll(): Promise<void> {
    try {
      const { token, threads: count } = await messageServer.markThreadsRead();
      session.toaster.show(sayCount(count, "Marked {count} thread as read", "Marked {count} threads as read"), () => {
        messageServer.undoMarkRead(token).catch((error: unknown) => setProblem(asSwError(error).message));
      });
    } catch (error) {
      setProblem(asSwError(error).message);
    }
  }

  return (
    <main class={page.page} id="main" tabIndex={-1} {...clock.attributes()}>
      <Title>{say("Threads")} · ScaiWave</Title>
      <HeaderBar
        level={1}
        title={say("Threads")}
        start={<BackLink href={home()} label={say("Back to your rooms")} />}
        end={
          <Show when={unread() > 0}>
            <Button size="small" onClick={() => void markAll()}>
              {say("Mark all as read")}
            </Button>
          </Show>
        }
      />
      <div class={css.scroller}>
        <Problem text={problem()} />
        <Show when={threads()} fallback={<For each={[1, 2, 3]}>{() => <MessageSkeleton />}</For>}>
          {(all) => (
            <Show when={all().length > 0} fallback={<Nothing />}>
              <For each={all().map((thread) => thread.root.id)}>
                {(rootId) => (
                  <Show when={all().find((each) => each.root.id === rootId)}>
                    {(thread) => <ThreadCard thread={thread()} clock={clock} />}
                  </Show>
                )}
              </For>
              <Show when={more()}>
                <Button onClick={() => void read(all().length)}>{say("Show more threads")}</Button>
              </Show>
            </Show>
          )}
        </Show>
      </div>
    </main>
  );
}

function Nothing() {
  return (
    <EmptyState
      icon={<MessagesSquare />}
      title={say("No threads yet")}
      text={say("Reply to a message in a thread and it shows up here.")}
    />
  );
}

/** The state knows the newest threads of a room at once; of older ones the server told. */
function unreadIn(session: Session, thread: FollowedThread): number {
  return session.state.rooms[thread.room_id]?.threads[thread.root.id]?.unread.length ?? thread.unread_count;
}

function ThreadCard(props: { readonly thread: FollowedThread; readonly clock: ViewerClock }) {
  const session = useSession();
  const { state } = session;
  const conversation = createConversation(session, () => props.thread.room_id);
  const room = () => state.rooms[props.thread.room_id];
  const path = () => (room() ? roomHref(room()!, state) : "/");
  const href = () => `${path()}?thread=${props.thread.root.id}`;
  const title = () => (room() ? roomTitle(room()!, state) : say("A room"));
  const unread = () => unreadIn(session, props.thread);
  const label = () =>
    unread() > 0
      ? say("Thread in {title}, {unread} unread", { title: title(), unread: unread() })
      : say("Thread in {title}", { title: title() });
  const hidden = () => (props.thread.root.thread?.count ?? 0) - props.thread.newest_replies.length;
  const item = (message: MessageValue) => ({ key: message.id, message, pending: null });
  return (
    <section class={css.thread} aria-label={label()}>
      <header class={css.head}>
        <a class={css.room} href={href()}>
          {title()}
        </a>
        <Show when={unread() > 0}>
          <span class={css.unread}>{say("{count} new", { count: unread() })}</span>
        </Show>
      </header>
      <MessageStage conversation={conversation} clock={props.clock} rootId={props.thread.root.id} path={path()}>
        <Blocked message={() => props.thread.root}>
          <Message item={item(props.thread.root)} isRoot tabIndex={0} />
        </Blocked>
        <Show when={hidden() > 0}>
          <a class={css.more} href={href()}>
            {sayCount(hidden(), "{count} earlier reply", "{count} earlier replies")}
          </a>
        </Show>
        <For each={props.thread.newest_replies}>
          {(reply) => (
            <Blocked message={() => reply}>
              <Message item={item(reply)} tabIndex={0} />
            </Blocked>
          )}
        </For>
      </MessageStage>
      <a class={css.more} href={href()}>
        {say("Reply in thread")}
      </a>
    </section>
  );
}
