import { useLocation } from "@solidjs/router";
import ArrowDown from "lucide-solid/icons/arrow-down";
import ArrowUp from "lucide-solid/icons/arrow-up";
import Pin from "lucide-solid/icons/pin";
import PinOff from "lucide-solid/icons/pin-off";
import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { wholeTime } from "#/client/language/times.ts";
import { Markdown } from "#/client/markdown/Markdown.tsx";
import { type Conversation, createConversation } from "#/client/messages/conversation.ts";
import { setPinned } from "#/client/messages/pin-verbs.ts";
import css from "#/client/messages/pins-panel.module.css";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { useSession } from "#/client/shell/session.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { SidePanel } from "#/client/ui/layout/side-panel.tsx";
import { MessageSkeleton } from "#/client/ui/messages/timeline-lines.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import said from "#/client/ui/people/said-by.module.css";
import type { Message } from "#/domain/messages/message.ts";

export type PinsPanelProps = { readonly roomId: string; readonly onClose: () => void };

/** What a room pins, in its order: each leads to where it was said. */
export function PinsPanel(props: PinsPanelProps) {
  const session = useSession();
  const conversation = createConversation(session, () => props.roomId);
  const [messages, setMessages] = createSignal<Record<string, Message>>();
  const [problem, setProblem] = createSignal<string>();
  const pins = () => conversation.view()?.pins ?? [];
  const ids = createMemo(() => pins().map((pin) => pin.event_id));

  createEffect(
    on(
      () => [props.roomId, [...ids()].sort().join()] as const,
      ([roomId]) => {
        messageServer.pins(roomId).then(
          ({ items }) => {
            setProblem(undefined);
            setMessages(Object.fromEntries(items.map((item) => [item.event_id, item.message])));
          },
          (error: unknown) => setProblem(asSwError(error).message),
        );
      },
    ),
  );

  async function move(eventId: string, step: 1 | -1): Promise<void> {
    const order = [...ids()];
    const at = order.indexOf(eventId);
    const other = order[at + step];
    if (other === undefined) return;
    order[at + step] = eventId;
    order[at] = other;
    setProblem(undefined);
    try {
      await messageServer.orderPins(props.roomId, order);
    } catch (error) {
      setProblem(asSwError(error).message);
    }
  }

  return (
    <SidePanel title={say("Pinned messages")} onClose={props.onClose}>
      <Problem text={problem()} />
      <Show when={pins().length > 0} fallback={<Nothing />}>
        <ol class={css.list}>
          <For each={ids()}>
            {(id, index) => (
              <Show when={messages()?.[id]} fallback={<MessageSkeleton />}>
                {(message) => (
                  <Pinned
                    message={conversation.message(id) ?? message()}
                    conversation={conversation}
                    first={index() === 0}
                    last={index() === ids().length - 1}
                    onMove={(step) => void move(id, step)}
                  />
                )}
              </Show>
            )}
          </For>
        </ol>
      </Show>
    </SidePanel>
  );
}

function Nothing() {
  return (
    <EmptyState
      icon={<Pin />}
      title={say("Nothing is pinned")}
      text={say("Pin what everyone here should find again, from a message's menu.")}
    />
  );
}

function Pinned(props: {
  readonly message: Message;
  readonly conversation: Conversation;
  readonly first: boolean;
  readonly last: boolean;
  readonly onMove: (step: 1 | -1) => void;
}) {
  const location = useLocation();
  const clock = createViewerClock();
  const author = () => props.conversation.person(props.message.sender_id);
  const href = () => {
    const root = props.message.thread_root_id;
    return `${location.pathname}?${root ? `thread=${root}&` : "panel=pins&"}message=${props.message.id}`;
  };
  return (
    <li class={css.pin}>
      <div class={said.head}>
        <Avatar person={author()} size={20} />
        <b class={said.name}>{author().name}</b>
        <a class={said.when} href={href()}>
          <time datetime={props.message.created_at}>{wholeTime(props.message.origin_ts, clock.zone())}</time>
        </a>
      </div>
      <div class={css.words}>
        <Markdown text={props.message.content.body ?? ""} handles={props.conversation.handles()} headingBase={3} />
      </div>
      <div class={css.verbs}>
        <a class={css.show} href={href()}>
          {say("Show in the room")}
        </a>
        <Show when={props.conversation.may("pin")}>
          <IconButton
            size="small"
            label={say("Move up")}
            disabledReason={props.first ? say("It is the first") : undefined}
            onClick={() => props.onMove(-1)}
          >
            <ArrowUp />
          </IconButton>
          <IconButton
            size="small"
            label={say("Move down")}
            disabledReason={props.last ? say("It is the last") : undefined}
            onClick={() => props.onMove(1)}
          >
            <ArrowDown />
          </IconButton>
          <IconButton
            size="small"
            label={say("Unpin")}
            onClick={() => void setPinned(props.conversation, props.message.id, false)}
          >
            <PinOff />
          </IconButton>
        </Show>
      </div>
    </li>
  );
}
