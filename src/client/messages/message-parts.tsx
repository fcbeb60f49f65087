import SmilePlus from "lucide-solid/icons/face-slightly-smiling-plus";
import MessageSquareText from "lucide-solid/icons/message-square-text";
import Pin from "lucide-solid/icons/pin";
import { createMemo, For, Show } from "solid-js";
import { isServer } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import { ago } from "#/client/language/times.ts";
import { previewOf } from "#/client/messages/preview.ts";
import { quotesOf } from "#/client/messages/quotes.ts";
import { useStage } from "#/client/messages/stage.tsx";
import { groupReactions } from "#/client/messages/verbs.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";
import { tip } from "#/client/ui/controls/tip.ts";
import { ReactionPill, ReactionRow } from "#/client/ui/messages/pill.tsx";
import { ReplyPreview, ThreadFooter } from "#/client/ui/messages/thread-footer.tsx";
import type { Message } from "#/domain/messages/message.ts";
import css from "./message-parts.module.css";

/** What stands above a message's words: that it is pinned, or belongs to a thread that the room shows it from. */
export function MessageMarks(props: { readonly message: Message }) {
  const stage = useStage();
  const pin = () => stage.conversation.view()?.pins.find((each) => each.event_id === props.message.id);
  const isFromThread = () => stage.place === "room" && props.message.also_in_room === true;
  return (
    <>
      <Show when={pin()}>
        {(pinned) => (
          <a class={css.mark} href="?panel=pins">
            <Pin /> {say("Pinned by {name}", { name: stage.conversation.person(pinned().pinned_by).name })}
          </a>
        )}
      </Show>
      <Show when={isFromThread()}>
        <a class={css.mark} href={`?thread=${props.message.thread_root_id}`}>
          <MessageSquareText /> {say("From a thread")}
        </a>
      </Show>
    </>
  );
}

/** What a reply answers, as far as it is loaded; what lies further back can still be gone to. */
export function MessageReply(props: { readonly id: string; readonly by: string }) {
  const stage = useStage();
  const held = createMemo(() => stage.conversation.message(props.id));
  const href = () => stage.linkTo({ id: props.id, thread_root_id: held()?.thread_root_id ?? null });
  /** What is not loaded here is asked of the server. */
  const told = () => {
    const message = held();
    if (message) return message;
    return isServer ? undefined : quotesOf(stage.conversation.session).of(stage.conversation.roomId(), props.by);
  };
  const shown = () => {
    const message = told();
    if (!message || message.redacted_at !== null) return undefined;
    return { author: stage.conversation.person(message.sender_id), text: previewOf(message), href: href() };
  };
  return (
    <Show
      when={told() !== undefined}
      fallback={
        <a class={css.earlier} href={href()}>
          {say("An earlier message")}
        </a>
      }
    >
      <ReplyPreview original={shown()} />
    </Show>
  );
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
  const reason = () => (conversation.may("react") ? undefined : say("Join the room to react"));
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
              names={group()?.senderIds.map((id) =>
                id === conversation.me ? say("You") : conversation.person(id).name,
              )}
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
          aria-label={say("Add a reaction")}
          {...tip(say("Add a reaction"))}
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
  const unread = () => (conversation.entry()?.threads[props.message.id]?.unread.length ?? 0) > 0;
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
