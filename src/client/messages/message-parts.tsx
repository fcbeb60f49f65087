import SmilePlus from "lucide-solid/icons/face-slightly-smiling-plus";
import { createMemo, For, Show } from "solid-js";
import { useStage } from "#/client/messages/stage.tsx";
import { ago } from "#/client/messages/times.ts";
import { groupReactions } from "#/client/messages/verbs.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";
import { tip } from "#/client/ui/controls/tip.ts";
import { ReactionPill, ReactionRow } from "#/client/ui/messages/pill.tsx";
import { ReplyPreview, ThreadFooter } from "#/client/ui/messages/thread-footer.tsx";
import { plainText } from "#/domain/markdown/plain-text.ts";
import type { Message } from "#/domain/messages/message.ts";
import css from "./message-parts.module.css";

/** What a reply answers, as far as it is loaded; what lies further back can still be gone to. */
export function MessageReply(props: { readonly id: string }) {
  const stage = useStage();
  const original = createMemo(() => stage.conversation.message(props.id));
  const href = () => stage.linkTo({ id: props.id, thread_root_id: original()?.thread_root_id ?? null });
  return (
    <Show
      when={original()}
      fallback={
        <a class={css.earlier} href={href()}>
          An earlier message
        </a>
      }
    >
      {(message) => (
        <ReplyPreview
          original={
            message().redacted_at === null
              ? { author: stage.conversation.person(message().sender_id), text: previewOf(message()), href: href() }
              : undefined
          }
        />
      )}
    </Show>
  );
}

export function previewOf(message: Pick<Message, "content">): string {
  return plainText(message.content.body ?? "", 120);
}

/** Reactions, then the thread that the message began. */
export function MessageFooter(props: { readonly item: TimelineItem; readonly isRoot?: boolean | undefined }) {
  const message = () => props.item.message;
  return (
    <>
      <Show when={message().reactions.length > 0}>
        <Reactions message={message()} />
      </Show>
      <Show when={!props.isRoot && message().thread}>
        {(thread) => <Thread thread={thread()} message={message()} />}
      </Show>
    </>
  );
}

function Reactions(props: { readonly message: Message }) {
  const stage = useStage();
  const { conversation } = stage;
  const groups = createMemo(() => groupReactions(props.message.reactions, conversation.me));
  const emoji = createMemo(() => groups().map((group) => group.emoji), [], {
    equals: (a, b) => a.length === b.length && a.every((each, index) => each === b[index]),
  });
  const reason = () => (conversation.may("react") ? undefined : "Join the room to react");
  return (
    <ReactionRow>
      <For each={emoji()}>
        {(each) => {
          const group = () => groups().find((one) => one.emoji === each);
          return (
            <ReactionPill
              emoji={each}
              count={group()?.count ?? 0}
              mine={group()?.mine}
              names={group()?.senderIds.map((id) => (id === conversation.me ? "You" : conversation.person(id).name))}
              disabledReason={reason()}
              onToggle={() => stage.react(props.message, each)}
            />
          );
        }}
      </For>
      <Show when={conversation.may("react")}>
        <button
          type="button"
          class={css.add}
          aria-label="Add a reaction"
          {...tip("Add a reaction")}
          onClick={(event) =>
            stage.run("react", { key: props.message.id, message: props.message, pending: null }, event.currentTarget)
          }
        >
          <SmilePlus />
        </button>
      </Show>
    </ReactionRow>
  );
}

function Thread(props: { readonly thread: NonNullable<Message["thread"]>; readonly message: Message }) {
  const { conversation, clock } = useStage();
  const unread = () => {
    const view = conversation.session.state.threads[props.message.id];
    const refs = conversation.entry()?.unread ?? [];
    return view ? view.replies.some((reply) => refs.some((ref) => ref.event_id === reply.id)) : false;
  };
  return (
    <div>
      <ThreadFooter
        href={`?thread=${props.message.id}`}
        replies={props.thread.count}
        people={props.thread.participant_ids.map(conversation.person)}
        last={ago(props.thread.last_ts, clock.zone(), clock.now())}
        unread={unread()}
      />
    </div>
  );
}
