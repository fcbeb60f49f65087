import { useLocation, useNavigate } from "@solidjs/router";
import {
  createContext,
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  lazy,
  on,
  onMount,
  Show,
  Suspense,
  useContext,
} from "solid-js";
import { getRequestEvent, isServer } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import { type Composing, composingOf } from "#/client/messages/composing.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { useKeeping } from "#/client/messages/kept-timelines.tsx";
import { noteEmoji, readRecentEmoji } from "#/client/messages/recent-emoji.ts";
import type { Selected } from "#/client/messages/selected-messages.ts";
import { type Verb, verbsOf } from "#/client/messages/verbs.ts";
import type { ViewerClock } from "#/client/messages/viewer-clock.ts";
import { SaveNoteDialog } from "#/client/shell/message-notes.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";
import type { Message } from "#/domain/messages/message.ts";

const EmojiPicker = lazy(() => import("#/client/messages/emoji-picker.tsx"));
const RemoveDialog = lazy(() => import("#/client/messages/remove-dialog.tsx"));
const ReportDialog = lazy(() => import("#/client/messages/report-dialog.tsx"));
const ForwardDialog = lazy(() => import("#/client/messages/forward-dialog.tsx"));
const HistoryPopover = lazy(() => import("#/client/messages/history-popover.tsx"));
const ActionsMenu = lazy(() => import("#/client/messages/actions-menu.tsx"));

/** What messages of one place (a room's timeline, a thread) share: what can be done, and the layers opened for it. */
export type Stage = {
  readonly conversation: Conversation;
  readonly clock: ViewerClock;
  readonly place: "room" | "thread";
  readonly host: string;
  readonly composing: () => Composing;
  readonly verbs: (item: TimelineItem) => Verb[];
  readonly run: (verb: Verb, item: TimelineItem, anchor: Element) => void;
  readonly react: (message: Message, emoji: string) => void;
  /** The message that an emoji is being picked for: what opened the picker stays while it is open. */
  readonly pickingFor: () => string | undefined;
  readonly openHistory: (item: TimelineItem, anchor: Element) => void;
  /** All verbs, beside the message or as a sheet on a phone. */
  readonly openActions: (item: TimelineItem, anchor: Element) => void;
  /** A thread of this room, at one of its messages. */
  readonly openThread: (rootId: string, messageId: string) => void;
  readonly openPerson: ((id: string, anchor: Element) => void) | undefined;
  readonly linkTo: (message: Pick<Message, "id" | "thread_root_id">) => string;
};

const StageContext = createContext<Stage>();

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (!stage) throw new Error("A message is shown outside of a MessageStage.");
  return stage;
}

export type MessageStageProps = {
  readonly conversation: Conversation;
  readonly clock: ViewerClock;
  readonly rootId?: string | undefined;
  /** Address of the room, where the messages are shown elsewhere: then what needs a composer leads there. */
  readonly path?: string | undefined;
  readonly onOpenPerson?: ((id: string, anchor: Element) => void) | undefined;
  readonly children: JSX.Element;
};

type Layer = { item: TimelineItem; anchor: Element };

export function MessageStage(props: MessageStageProps) {
  const { conversation, clock } = props;
  const { session } = conversation;
  const location = useLocation();
  const { isShown } = useKeeping();
  // Of the page that shows it: elsewhere its links would be made anew for a page that they are not on.
  const path = createMemo<string>((before) => (isShown() ? location.pathname : before), location.pathname);
  const navigate = useNavigate();
  const [picking, setPicking] = createSignal<Layer>();
  const [forwarding, setForwarding] = createSignal<Message>();
  const [removing, setRemoving] = createSignal<Message>();
  const [reporting, setReporting] = createSignal<Message>();
  const [saving, setSaving] = createSignal<Selected>();
  const [looking, setLooking] = createSignal<Layer>();
  const [acting, setActing] = createSignal<Layer>();
  onMount(readRecentEmoji);
  createEffect(
    on(
      isShown,
      (shown) => {
        if (shown) return;
        for (const set of [setPicking, setLooking, setActing]) set(undefined);
        for (const set of [setForwarding, setRemoving, setReporting]) set(undefined);
        setSaving(undefined);
      },
      { defer: true },
    ),
  );

  const composing = () => composingOf(session, conversation.roomId(), props.rootId ?? null);
  const linkTo: Stage["linkTo"] = ({ id, thread_root_id }) =>
    `${props.path ?? path()}?${thread_root_id ? `thread=${thread_root_id}&` : ""}message=${id}`;

  function react(message: Message, emoji: string): void {
    const mine = message.reactions.some((each) => each.sender_id === conversation.me && each.emoji === emoji);
    if (!mine) noteEmoji(emoji);
    session.actions.react(conversation.roomId(), message.id, emoji, !mine);
  }

  async function copy(text: string, said: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      session.toaster.show(said);
    } catch {
      session.toaster.show(say("The browser didn't allow copying"));
    }
  }

  function run(verb: Verb, item: TimelineItem, anchor: Element): void {
    const { message } = item;
    switch (verb) {
      case "react":
        setPicking({ item, anchor });
        return;
      case "reply":
      case "edit":
        if (props.path) navigate(`${props.path}?thread=${props.rootId ?? message.id}`);
        composing().setIntent({ kind: verb, eventId: message.id });
        return;
      case "thread":
        navigate(`${props.path ?? location.pathname}?thread=${message.id}`);
        return;
      case "copy_link":
        void copy(new URL(linkTo(message), window.location.origin).href, say("Link copied"));
        return;
      case "copy_text":
        void import("#/client/messages/copy-words.ts").then(({ wordsOf }) =>
          copy(wordsOf(message.content.body ?? ""), say("Text copied")),
        );
        return;
      case "copy_markdown":
        void copy(message.content.body ?? "", say("Markdown copied"));
        return;
      case "mark_unread":
        void import("#/client/messages/mark-unread.ts").then((verb) => verb.markUnread(conversation, message));
        return;
      case "pin":
      case "unpin":
        void import("#/client/messages/pin-verbs.ts").then((verbs) =>
          verbs.setPinned(conversation, message.id, verb === "pin"),
        );
        return;
      case "forward":
        setForwarding(message);
        return;
      case "save_note":
        void import("#/client/messages/selected-messages.ts").then(({ selectedWith }) =>
          setSaving(selectedWith(message.id)),
        );
        return;
      case "report":
        setReporting(message);
        return;
      case "remove":
        setRemoving(message);
    }
  }

  const stage: Stage = {
    conversation,
    clock,
    place: props.rootId ? "thread" : "room",
    host: isServer ? new URL(getRequestEvent()?.request.url ?? "http://localhost").host : window.location.host,
    composing,
    verbs: ({ message, pending, turn }) => {
      // While it is being written there is no message yet.
      if (turn) return [];
      const standing = conversation.standing();
      if (!standing) return [];
      const sent = pending?.kind !== "send" || pending.phase === "sent";
      const now = new Date(clock.now() * 1000);
      const pinned = conversation.view()?.pins.some((pin) => pin.event_id === message.id) ?? false;
      return verbsOf({ message, standing, me: conversation.me, now, sent, place: stage.place, pinned });
    },
    run,
    react,
    pickingFor: () => picking()?.item.message.id,
    openHistory: (item, anchor) => setLooking({ item, anchor }),
    openActions: (item, anchor) => setActing({ item, anchor }),
    openThread: (rootId, messageId) =>
      navigate(`${location.pathname}?thread=${rootId}&message=${messageId}`, { replace: true, scroll: false }),
    openPerson: props.onOpenPerson,
    linkTo,
  };

  return (
    <StageContext.Provider value={stage}>
      {props.children}
      <Suspense>
        <Show when={picking()} keyed>
          {(layer) => (
            <EmojiPicker
              anchor={layer.anchor}
              onPick={(emoji) => {
                setPicking(undefined);
                react(layer.item.message, emoji);
              }}
              onClose={() => setPicking(undefined)}
            />
          )}
        </Show>
        <Show when={removing()} keyed>
          {(message) => (
            <RemoveDialog
              message={message}
              conversation={conversation}
              onClose={() => setRemoving(undefined)}
              onRemove={(reason) => {
                setRemoving(undefined);
                session.actions.redact(conversation.roomId(), message.id, reason);
              }}
            />
          )}
        </Show>
        <Show when={reporting()} keyed>
          {(message) => (
            <ReportDialog message={message} conversation={conversation} onClose={() => setReporting(undefined)} />
          )}
        </Show>
        <Show when={forwarding()} keyed>
          {(message) => (
            <ForwardDialog message={message} conversation={conversation} onClose={() => setForwarding(undefined)} />
          )}
        </Show>
        <Show when={saving()} keyed>
          {(chosen) => (
            <SaveNoteDialog conversation={conversation} selected={chosen} onClose={() => setSaving(undefined)} />
          )}
        </Show>
        <Show when={looking()} keyed>
          {(layer) => (
            <HistoryPopover
              message={layer.item.message}
              clock={clock}
              anchor={layer.anchor}
              onClose={() => setLooking(undefined)}
            />
          )}
        </Show>
        <Show when={acting()} keyed>
          {(layer) => (
            <ActionsMenu stage={stage} item={layer.item} anchor={layer.anchor} onClose={() => setActing(undefined)} />
          )}
        </Show>
      </Suspense>
    </StageContext.Provider>
  );
}
