import { createMemo, type JSX, lazy, Match, onMount, Show, Suspense, Switch } from "solid-js";
import { Dynamic } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import { clockTime, wholeTime } from "#/client/language/times.ts";
import { messageDomId } from "#/client/messages/dom-id.ts";
import { MessageBody } from "#/client/messages/message-body.tsx";
import { MessageFooter, MessageMarks, MessageReply } from "#/client/messages/message-parts.tsx";
import { useMessageSlots } from "#/client/messages/slots.ts";
import { useStage } from "#/client/messages/stage.tsx";
import { verbKeys } from "#/client/messages/verb-keys.ts";
import { refusalWords, removedWords } from "#/client/messages/verbs.ts";
import type { PendingMark, TimelineItem } from "#/client/sync/timeline.ts";
import { MessageFrame, type MessageState, type MessageTime } from "#/client/ui/messages/message-frame.tsx";
import type { Message as MessageValue } from "#/domain/messages/message.ts";

const MessageBar = lazy(() => import("#/client/messages/message-bar.tsx"));
const Forwarded = lazy(() => import("#/client/messages/forwarded.tsx"));

export type MessageProps = {
  readonly item: TimelineItem;
  readonly follower?: boolean | undefined;
  readonly highlighted?: boolean | undefined;
  /** 0 on the one message that Tab reaches, -1 on the others. */
  readonly tabIndex?: number | undefined;
  /** The root above its thread shows no footer of the thread that it heads. */
  readonly isRoot?: boolean | undefined;
};

/** One message, wherever it is shown; a person's and an AI's alike. */
export function Message(props: MessageProps) {
  const stage = useStage();
  const { conversation, clock } = stage;
  const slots = useMessageSlots();
  // There before anything is pointed at; it comes once.
  onMount(() => void MessageBar.preload());
  const message = createMemo(() => props.item.message);
  const author = createMemo(() => conversation.person(message().sender_id));
  const time = createMemo(() => timeOf(message(), clock.zone()));
  const participant = () => conversation.participant(message().sender_id);
  const removed = () => message().redacted_at !== null;
  const isDemo = () =>
    message().content.ai?.demo === true ||
    (props.item.turn !== undefined && conversation.view()?.ai?.settings[message().sender_id]?.demo === true);
  const mentionsMe = () =>
    !removed() &&
    message().sender_id !== conversation.me &&
    (message().content.mentions_room === true || (message().content.mentions?.includes(conversation.me) ?? false));

  const openHistory = () => {
    const article = document.getElementById(messageDomId(message().id));
    if (article) stage.openHistory(props.item, article.querySelector("header") ?? article);
  };

  function onKeyDown(event: KeyboardEvent): void {
    const article = event.currentTarget as HTMLElement;
    if (event.target !== article || event.ctrlKey || event.metaKey || event.altKey) return;
    const verb = verbKeys[event.key];
    if (event.key === "Enter" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      stage.openActions(props.item, article);
    } else if (verb && stage.verbs(props.item).includes(verb)) stage.run(verb, props.item, article);
    else return;
    event.preventDefault();
  }

  return (
    <MessageFrame
      id={messageDomId(message().id)}
      author={author()}
      model={
        author().kind === "ai" && !isDemo()
          ? message().content.ai?.model || participant()?.model || undefined
          : undefined
      }
      demo={isDemo()}
      origin={foreignHost(participant()?.server_name, conversation.session.state.tenant.server_name)}
      time={time()}
      follower={props.follower}
      state={stateOf(message(), props.item.pending)}
      mentionsMe={mentionsMe()}
      highlighted={props.highlighted}
      tabIndex={props.tabIndex ?? -1}
      onKeyDown={onKeyDown}
      onAltClick={() => {
        if (stage.verbs(props.item).includes("mark_unread")) stage.run("mark_unread", props.item, document.body);
      }}
      onOpenHistory={message().edited_at !== null && !removed() ? openHistory : undefined}
      onOpenAuthor={(event) => stage.openPerson?.(message().sender_id, event.currentTarget as Element)}
      tag={!removed() && message().content.priority === true ? say("Priority") : undefined}
      reply={
        <Show when={!removed()}>
          <MessageMarks message={message()} />
          <Show when={message().reply_to_event_id}>{(id) => <MessageReply id={id()} by={message().id} />}</Show>
        </Show>
      }
      notice={notice(props.item.pending, stage)}
      bar={() => (
        <Suspense>
          <MessageBar item={props.item} />
        </Suspense>
      )}
      footer={<MessageFooter item={props.item} isRoot={props.isRoot} />}
    >
      <Show when={!removed()} fallback={removedWords(message(), conversation.nameOf)}>
        <Show when={message().content.ai && slots}>
          {(given) => (
            <Suspense>
              <Dynamic component={given().AboveWords} item={props.item} conversation={conversation} />
            </Suspense>
          )}
        </Show>
        <Show when={message().content.body || !(message().content.forwarded_from || props.item.turn)}>
          <MessageBody message={message()} isRoot={props.isRoot} growing={props.item.turn !== undefined} />
        </Show>
        <Show when={namesNotes(message().content.body) && slots}>
          {(given) => (
            <Suspense>
              <Dynamic component={given().UnderNotes} item={props.item} conversation={conversation} />
            </Suspense>
          )}
        </Show>
        <Show when={message().content.ai && slots}>
          {(given) => (
            <Suspense>
              <Dynamic component={given().UnderWords} item={props.item} conversation={conversation} />
            </Suspense>
          )}
        </Show>
        <Show when={message().content.forwarded_from}>
          <Suspense>
            <Forwarded message={message()} />
          </Suspense>
        </Show>
      </Show>
    </MessageFrame>
  );
}

/** Whether it may: what it really names is found by whoever shows it. */
function namesNotes(body: string | undefined): boolean {
  return body !== undefined && (body.includes("[[") || body.includes("/n/"));
}

function foreignHost(host: string | undefined, home: string): string | undefined {
  return host === undefined || host === home ? undefined : host;
}

function timeOf(message: MessageValue, zone: string): MessageTime {
  return {
    iso: message.created_at,
    text: clockTime(message.origin_ts, zone),
    full: wholeTime(message.origin_ts, zone),
  };
}

function stateOf(message: MessageValue, pending: PendingMark | null): MessageState {
  if (message.redacted_at !== null) return "redacted";
  if (pending?.kind !== "send" || pending.phase === "sent") return "sent";
  return pending.phase === "failed" ? "failed" : "pending";
}

/** Absent unless there is something to say: a frame with a notice keeps a line for it. */
function notice(pending: PendingMark | null, stage: ReturnType<typeof useStage>): JSX.Element {
  if (pending?.phase !== "failed" && !(pending?.phase === "waiting" && pending.kind === "send")) return undefined;
  return <Notice pending={pending} stage={stage} />;
}

function Notice(props: { readonly pending: PendingMark; readonly stage: ReturnType<typeof useStage> }) {
  const { actions } = props.stage.conversation.session;
  async function takeBack(): Promise<void> {
    const write = await actions.discard(props.pending.event_uuid);
    if (write && (write.op.kind === "send" || write.op.kind === "edit")) {
      if (write.op.kind === "edit") props.stage.composing().setIntent({ kind: "edit", eventId: write.op.event_id });
      props.stage.composing().take(write.op.content.body ?? "");
    }
  }
  const hasWords = () => props.pending.kind === "send" || props.pending.kind === "edit";
  return (
    <Switch>
      <Match when={props.pending.phase === "waiting"}>
        {say("Waiting for the network")} ·{" "}
        <button type="button" onClick={() => void actions.discard(props.pending.event_uuid)}>
          {say("Cancel")}
        </button>
      </Match>
      <Match when={props.pending.phase === "failed"}>
        {refusalWords(props.pending.refusal?.sentence ?? say("It was refused."), props.pending.kind)}{" "}
        <button type="button" onClick={() => void actions.retry(props.pending.event_uuid)}>
          {say("Retry")}
        </button>
        <Show when={hasWords()}>
          {" · "}
          <button type="button" onClick={() => void takeBack()}>
            {say("Edit")}
          </button>
        </Show>
        {" · "}
        <button type="button" onClick={() => void actions.discard(props.pending.event_uuid)}>
          {say("Discard")}
        </button>
      </Match>
    </Switch>
  );
}
