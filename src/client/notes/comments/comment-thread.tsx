import Check from "lucide-solid/icons/check";
import Pencil from "lucide-solid/icons/pencil";
import RotateCcw from "lucide-solid/icons/rotate-ccw";
import Trash from "lucide-solid/icons/trash";
import { createEffect, createSignal, For, Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import { ago, wholeTime } from "#/client/language/times.ts";
import { Markdown } from "#/client/markdown/Markdown.tsx";
import type { ViewerClock } from "#/client/messages/viewer-clock.ts";
import { CommentComposer } from "#/client/notes/comments/comment-composer.tsx";
import type { CommentsView } from "#/client/notes/comments/comments-state.ts";
import { isGone, quoteOfThread, type CommentThread as Thread } from "#/client/notes/comments/threads.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import said from "#/client/ui/people/said-by.module.css";
import type { NoteComment } from "#/domain/notes/comments-schema.ts";
import css from "./comments-panel.module.css";

export type CommentThreadProps = {
  readonly thread: Thread;
  readonly view: CommentsView;
  readonly clock: ViewerClock;
  readonly isActive: boolean;
  readonly onJump?: (() => void) | undefined;
};

/** A thread with the words that it stands on, its answers, and what one may do with it. A settled one is dimmed. */
export function CommentThread(props: CommentThreadProps) {
  let article!: HTMLElement;
  const [replying, setReplying] = createSignal(false);
  const root = () => props.thread.root;
  const isResolved = () => root().resolved_at !== null;
  const quote = () => quoteOfThread(props.thread);
  const maySettle = () => props.view.canComment() && (props.view.canWrite() || root().author_id === props.view.me);
  createEffect(() => props.isActive && article.scrollIntoView({ block: "nearest" }));

  return (
    <article
      ref={article}
      class={css.thread}
      data-resolved={isResolved() ? "" : undefined}
      data-active={props.isActive ? "" : undefined}
      aria-label={say("Comment by {name}", { name: root().author_name })}
    >
      <Show when={quote() !== undefined}>
        <Quote words={quote() ?? ""} isGone={isGone(props.thread)} onJump={props.onJump} />
      </Show>
      <Show when={isResolved()}>
        <p class={css.state}>{say("Resolved")}</p>
      </Show>
      <Comment comment={root()} view={props.view} clock={props.clock} />
      <For each={props.thread.replies.map(({ id }) => id)}>
        {(id) => (
          <Show when={props.thread.replies.find((reply) => reply.id === id)}>
            {(reply) => <Comment comment={reply()} view={props.view} clock={props.clock} />}
          </Show>
        )}
      </For>
      <div class={css.verbs}>
        <Show when={props.view.canComment() && !replying()}>
          <Button kind="quiet" size="small" onClick={() => setReplying(true)}>
            {say("Reply")}
          </Button>
        </Show>
        <Show when={maySettle() && !root().removed}>
          <IconButton
            size="small"
            label={isResolved() ? say("Reopen") : say("Resolve")}
            onClick={() => void props.view.settle(root(), !isResolved())}
          >
            <Show when={isResolved()} fallback={<Check />}>
              <RotateCcw />
            </Show>
          </IconButton>
        </Show>
      </div>
      <Show when={replying()}>
        <CommentComposer
          label={say("Reply to {name}", { name: root().author_name })}
          verb={say("Reply")}
          autofocus
          people={props.view.people}
          onSend={async (body, eventUuid) => {
            await props.view.post({ body, eventUuid, replyTo: root().id });
            setReplying(false);
          }}
          onCancel={() => setReplying(false)}
        />
      </Show>
    </article>
  );
}

function Quote(props: {
  readonly words: string;
  readonly isGone: boolean;
  readonly onJump?: (() => void) | undefined;
}) {
  return (
    <Show
      when={props.onJump && !props.isGone}
      fallback={
        <div class={css.quoted}>
          <blockquote class={css.quote}>{props.words}</blockquote>
          <Show when={props.isGone}>
            <p class={css.gone}>{say("This text is no longer in the note")}</p>
          </Show>
        </div>
      }
    >
      <button type="button" class={css.jump} onClick={() => props.onJump?.()}>
        <span class={css.quote}>{props.words}</span>
      </button>
    </Show>
  );
}

function Comment(props: { readonly comment: NoteComment; readonly view: CommentsView; readonly clock: ViewerClock }) {
  const [editing, setEditing] = createSignal(false);
  const isMine = () => props.comment.author_id === props.view.me;
  const seconds = () => Date.parse(props.comment.created_at) / 1000;
  return (
    <div class={css.comment} data-new={props.view.isNew(props.comment.id) ? "" : undefined}>
      <Show when={!props.comment.removed} fallback={<p class={css.gone}>{say("This comment was removed")}</p>}>
        <div class={`${said.head} ${css.head}`}>
          <Avatar person={props.view.person(props.comment)} size={20} />
          <b class={said.name}>{props.comment.author_name}</b>
          <time class={said.when} datetime={props.comment.created_at} title={wholeTime(seconds(), props.clock.zone())}>
            {ago(seconds(), props.clock.zone(), props.clock.now())}
          </time>
          <Show when={props.comment.edited_at}>
            <span class={said.when}>{say("(edited)")}</span>
          </Show>
          <Show when={props.view.isNew(props.comment.id)}>
            <span class={css.new}>{say("New")}</span>
          </Show>
          <span class={css.own}>
            <Show when={isMine() && props.view.canComment() && !editing()}>
              <IconButton size="small" label={say("Edit the comment")} onClick={() => setEditing(true)}>
                <Pencil />
              </IconButton>
            </Show>
            <Show when={isMine() || props.view.canWrite()}>
              <IconButton
                size="small"
                label={say("Remove the comment")}
                onClick={() => void props.view.remove(props.comment)}
              >
                <Trash />
              </IconButton>
            </Show>
          </span>
        </div>
        <Show
          when={editing()}
          fallback={
            <div class={css.words}>
              <Markdown text={props.comment.body} handles={props.view.handles()} headingBase={4} />
            </div>
          }
        >
          <CommentComposer
            label={say("Edit the comment")}
            verb={say("Save")}
            body={props.comment.body}
            autofocus
            people={props.view.people}
            onSend={async (body) => {
              await props.view.edit(props.comment, body);
              setEditing(false);
            }}
            onCancel={() => setEditing(false)}
          />
        </Show>
      </Show>
    </div>
  );
}

/** “3 open threads”, for what holds the list. */
export const openThreadsWords = (count: number): string =>
  sayCount(count, "{count} open thread", "{count} open threads");
