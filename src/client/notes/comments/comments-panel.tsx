import MessageSquare from "lucide-solid/icons/message-square";
import X from "lucide-solid/icons/x";
import { createSignal, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { CommentComposer } from "#/client/notes/comments/comment-composer.tsx";
import { commentServer } from "#/client/notes/comments/comment-server.ts";
import { CommentThread, openThreadsWords } from "#/client/notes/comments/comment-thread.tsx";
import type { CommentSelection, CommentsPanelProps } from "#/client/notes/comments/comment-types.ts";
import { createComments } from "#/client/notes/comments/comments-state.ts";
import { marksOf, type CommentThread as Thread } from "#/client/notes/comments/threads.ts";
import { useSession } from "#/client/shell/session.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { SidePanel } from "#/client/ui/layout/side-panel.tsx";
import css from "./comments-panel.module.css";

/** What is said about a note, beside it: threads in the order of the text, and where one writes. */
export default function CommentsPanel(props: CommentsPanelProps) {
  const view = createComments(useSession(), props, props.server ?? commentServer);
  const clock = createViewerClock();
  const [on, setOn] = createSignal<CommentSelection | null>(null);
  const open = () => view.threads().filter(({ root }) => root.resolved_at === null && !root.removed).length;

  function jump({ root }: Thread): void {
    const [mark] = marksOf([root]);
    if (mark) props.onJump?.(mark);
  }

  return (
    <SidePanel
      title={say("Comments")}
      detail={<Show when={open() > 0}>{openThreadsWords(open())}</Show>}
      onClose={props.onClose}
    >
      <div class={css.scroller} aria-busy={view.isLoading() ? "true" : undefined} {...clock.attributes()}>
        <Problem text={view.problem()} />
        <Show
          when={view.threads().length > 0}
          fallback={
            <Show when={!view.isLoading()}>
              <Nothing />
            </Show>
          }
        >
          <For each={view.threads().map(({ root }) => root.id)}>
            {(id) => (
              <Show when={view.thread(id)}>
                {(thread) => (
                  <CommentThread
                    thread={thread()}
                    view={view}
                    clock={clock}
                    isActive={props.activeId === id}
                    onJump={props.onJump && (() => jump(thread()))}
                  />
                )}
              </Show>
            )}
          </For>
        </Show>
      </div>
      <Show
        when={view.canComment()}
        fallback={<p class={css.closed}>{say("This note is archived. Its comments stay as they are.")}</p>}
      >
        <div class={css.foot}>
          <Show when={on()}>
            {(selection) => (
              <div class={css.chosen}>
                <blockquote class={css.quote}>{selection().quote}</blockquote>
                <IconButton size="small" label={say("Comment on the whole note")} onClick={() => setOn(null)}>
                  <X />
                </IconButton>
              </div>
            )}
          </Show>
          <CommentComposer
            label={on() ? say("Comment on these words") : say("Comment on this note")}
            verb={say("Comment")}
            people={view.people}
            onFocus={() => setOn((now) => now ?? props.selection?.() ?? null)}
            onSend={async (body, eventUuid) => {
              await view.post({ body, eventUuid, anchor: on()?.anchor });
              setOn(null);
            }}
          />
        </div>
      </Show>
    </SidePanel>
  );
}

function Nothing() {
  return (
    <EmptyState
      icon={<MessageSquare />}
      title={say("No comments yet")}
      text={say("Select words in the note to comment on them, or comment on the whole note.")}
    />
  );
}
