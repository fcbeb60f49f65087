import Ban from "lucide-solid/icons/ban";
import Hash from "lucide-solid/icons/hash";
import Info from "lucide-solid/icons/info";
import LogOut from "lucide-solid/icons/log-out";
import Pencil from "lucide-solid/icons/pencil";
import Shield from "lucide-solid/icons/shield";
import UserMinus from "lucide-solid/icons/user-minus";
import UserPlus from "lucide-solid/icons/user-plus";
import Users from "lucide-solid/icons/users";
import { createSignal, type JSX, Show, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import { clockTime, dayKey, dayLabel, wholeTime } from "#/client/language/times.ts";
import { isBlocked, isHiddenAi } from "#/client/messages/hidden-people.ts";
import type { Line } from "#/client/messages/lines.ts";
import { Message } from "#/client/messages/message.tsx";
import { useMessageSlots } from "#/client/messages/slots.ts";
import { useStage } from "#/client/messages/stage.tsx";
import { foldSentence, type SystemWords, systemSentence } from "#/client/messages/system-sentence.ts";
import { otherOf, roomTitle } from "#/client/rooms/room-names.ts";
import type { Row } from "#/client/sync/keyed.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";
import { DateSeparator, SystemLine, UnreadDivider } from "#/client/ui/messages/timeline-lines.tsx";
import type { Message as MessageValue } from "#/domain/messages/message.ts";
import { isAi } from "#/domain/participants/participant.ts";
import css from "./timeline.module.css";

export type TimelineLine = Line<TimelineItem>;

export type TimelineLineProps = {
  readonly row: Row<TimelineLine>;
  readonly highlighted: () => string | null;
  /** Key of the message that Tab reaches. */
  readonly active: () => string | undefined;
  readonly onUnfold: (key: string) => void;
};

type Of<K extends TimelineLine["kind"]> = () => Extract<TimelineLine, { kind: K }>;

/** One line. What kind it is never changes for a key; all else does in place. */
export function TimelineLineView(props: TimelineLineProps): JSX.Element {
  const line = () => props.row.value;
  switch (line().kind) {
    case "start":
      return <Start />;
    case "day":
      return <Day line={line as Of<"day">} />;
    case "unread":
      return <UnreadDivider />;
    case "system":
      return <System message={() => (line as Of<"system">)().item.message} />;
    case "fold":
      return <Fold line={line as Of<"fold">} onUnfold={props.onUnfold} />;
    case "message": {
      const said = line as Of<"message">;
      return (
        <Blocked message={() => said().item.message}>
          <Message
            item={said().item}
            follower={said().follower}
            highlighted={props.highlighted() === said().item.message.id}
            tabIndex={props.active() === props.row.key ? 0 : -1}
          />
        </Blocked>
      );
    }
  }
}

/** What someone says whom the viewer blocked, or an AI where they hide AI, is one line until it is asked for. */
export function Blocked(props: { readonly message: () => MessageValue; readonly children: JSX.Element }) {
  const { conversation } = useStage();
  const [isAsked, setAsked] = createSignal(false);
  const sender = () => props.message().sender_id;
  const hiddenAi = () => isHiddenAi(conversation, sender());
  const isFolded = () => !isAsked() && (isBlocked(conversation, sender()) || hiddenAi());
  return (
    <Show when={isFolded()} fallback={props.children}>
      <SystemLine icon={<Ban />}>
        {hiddenAi()
          ? say("{name} (AI) answered", { name: conversation.person(sender()).name })
          : say("Message of somebody you blocked")}{" "}
        <button type="button" class={css.unfold} onClick={() => setAsked(true)}>
          {say("Show")}
        </button>
      </SystemLine>
    </Show>
  );
}

function Start() {
  const { conversation } = useStage();
  const slots = useMessageSlots();
  /** The AI that one is alone with. */
  const ai = () => {
    if (conversation.room()?.room_type !== "dm") return undefined;
    const members = Object.keys(conversation.view()?.members ?? {});
    return members.find((id) => conversation.person(id).kind === "ai");
  };
  return (
    <Show when={slots && ai()} fallback={<PlainStart />}>
      {(id) => (
        <Suspense fallback={<PlainStart />}>
          <Dynamic component={slots!.AiStart} conversation={conversation} participantId={id()} />
        </Suspense>
      )}
    </Show>
  );
}

function PlainStart() {
  const { conversation } = useStage();
  const { state } = conversation.session;
  const room = () => conversation.room();
  const withAi = () => {
    const known = room();
    const other = known && otherOf(known, state);
    return other !== undefined && isAi(other);
  };
  const name = () => {
    const known = room();
    return known ? roomTitle(known, state) : say("this room");
  };
  return (
    <div class={css.start}>
      <h2>
        {room()?.room_type === "dm"
          ? withAi()
            ? say("Ask {name} anything about this workspace", { name: name() })
            : say("This is the start of your conversation with {name}", { name: name() })
          : say("This is the start of {name}", { name: name() })}
      </h2>
      <p>
        {room()?.topic ??
          (room()?.room_type === "dm" ? say("Only the two of you can read it.") : say("Say what it is for."))}
      </p>
    </div>
  );
}

function Day(props: { readonly line: Of<"day"> }) {
  const { clock } = useStage();
  return (
    <DateSeparator
      iso={dayKey(props.line().ts, clock.zone())}
      label={dayLabel(props.line().ts, clock.zone(), clock.now())}
    />
  );
}

const icons: Record<SystemWords["kind"], typeof Hash> = {
  created: Hash,
  invite: UserPlus,
  join: UserPlus,
  leave: LogOut,
  kick: UserMinus,
  ban: UserMinus,
  unban: UserPlus,
  admin: Shield,
  power: Shield,
  name: Pencil,
  topic: Pencil,
  archived: Info,
  reopened: Info,
  closed: Info,
  other: Info,
};

/** What the room itself tells. */
export function System(props: { readonly message: () => MessageValue }) {
  const { conversation, clock } = useStage();
  const words = () => systemSentence(props.message().content, conversation.nameOf);
  return (
    <SystemLine
      icon={<Dynamic component={icons[words().kind]} />}
      time={{
        iso: props.message().created_at,
        text: clockTime(props.message().origin_ts, clock.zone()),
        full: wholeTime(props.message().origin_ts, clock.zone()),
      }}
    >
      {words().text}
    </SystemLine>
  );
}

function Fold(props: { readonly line: Of<"fold">; readonly onUnfold: (key: string) => void }) {
  const { conversation } = useStage();
  const contents = () => props.line().items.map((item) => item.message.content);
  return (
    <SystemLine icon={<Users />}>
      {foldSentence(contents(), conversation.nameOf)}{" "}
      <button type="button" class={css.unfold} onClick={() => props.onUnfold(props.line().key)}>
        {say("Show")}
      </button>
    </SystemLine>
  );
}
