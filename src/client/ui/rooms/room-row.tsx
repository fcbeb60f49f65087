import BellOff from "lucide-solid/icons/bell-off";
import Pencil from "lucide-solid/icons/pencil";
import Play from "lucide-solid/icons/play";
import { type JSX, Match, Show, Switch } from "solid-js";
import { say } from "#/client/language/say.ts";
import { tip } from "../controls/tip.ts";
import { VisuallyHidden } from "../controls/visually-hidden.tsx";
import { AiTag } from "../people/ai-tag.tsx";
import { Avatar } from "../people/avatar.tsx";
import type { Engagement, Person, PresenceState } from "../people/person.ts";
import { EngagementMark } from "../people/presence.tsx";
import { Badge, UnreadDot } from "./badge.tsx";
import { RoomGlyph, type RoomKind } from "./room-glyph.tsx";
import css from "./room-row.module.css";
import { type RoomRowState, roomRowName, trailingSlot, typingLine } from "./room-row-name.ts";

const DRAFT_SHOWN = 60;

export type RoomRowProps = RoomRowState & {
  readonly href: string;
  readonly kind: RoomKind;
  /** The room's own, in the place of the shape of its kind. */
  readonly icon?: string | null | undefined;
  /** A direct room is told by the other's face. */
  readonly person?: Person | undefined;
  readonly presence?: PresenceState | undefined;
  /** An AI that listens in the room; leave out for none. */
  readonly engagement?: Exclude<Engagement, "none"> | undefined;
  readonly selected?: boolean | undefined;
  /** Second line and time, shown on a phone only. */
  readonly lastWords?: string | undefined;
  readonly time?: string | undefined;
  readonly tabIndex?: number | undefined;
  readonly onJoinCall?: (() => void) | undefined;
  readonly onContextMenu?: ((event: MouseEvent) => void) | undefined;
};

export function RoomRow(props: RoomRowProps) {
  const slot = () => trailingSlot(props);
  const hint = () => {
    if (slot() === "draft") return props.draft?.slice(0, DRAFT_SHOWN);
    return slot() === "typing" ? typingLine(props.typing ?? []) : undefined;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu is also reached from the room's header
    <div
      class={css.row}
      data-selected={props.selected ? "" : undefined}
      data-unread={(props.unread || props.mentions || props.invited) && !props.selected ? "" : undefined}
      data-muted={props.muted ? "" : undefined}
      data-archived={props.archived ? "" : undefined}
      onContextMenu={(event) => props.onContextMenu?.(event)}
    >
      <a
        class={css.link}
        {...tip(hint())}
        href={props.href}
        tabIndex={props.tabIndex}
        aria-current={props.selected ? "page" : undefined}
      >
        <VisuallyHidden>{roomRowName(props)}</VisuallyHidden>
        <span class={css.glyph} aria-hidden="true">
          <Show
            when={props.person}
            fallback={
              <Show when={props.icon} fallback={<RoomGlyph kind={props.kind} />}>
                {(icon) => <span class={css.icon}>{icon()}</span>}
              </Show>
            }
          >
            {(person) => <Avatar person={person()} size={20} presence={props.presence} />}
          </Show>
        </span>
        <span class={css.words} aria-hidden="true">
          <span class={css.first}>
            <span class={css.name}>{props.name}</span>
            <Show when={props.person?.kind === "ai"}>
              <AiTag />
            </Show>
            <Show when={props.engagement}>{(engagement) => <EngagementMark engagement={engagement()} />}</Show>
            <Show when={props.time}>{(time) => <span class={css.time}>{time()}</span>}</Show>
          </span>
          <Show when={props.lastWords}>{(words) => <span class={css.second}>{words()}</span>}</Show>
        </span>
        <Show when={slot() !== "call"}>
          <span class={css.trailing} aria-hidden="true">
            <Trailing slot={slot()} mentions={props.mentions ?? 0} />
          </span>
        </Show>
      </a>
      <Show when={slot() === "call"}>
        <button
          type="button"
          class={css.call}
          aria-label={say("Join the call in {name}, {call}", { name: props.name, call: props.call })}
          onClick={() => props.onJoinCall?.()}
        >
          <Play />
          {props.call}
        </button>
      </Show>
    </div>
  );
}

function Trailing(props: { readonly slot: ReturnType<typeof trailingSlot>; readonly mentions: number }): JSX.Element {
  return (
    <Switch>
      <Match when={props.slot === "invited"}>
        <span class={css.invited}>{say("Invited")}</span>
      </Match>
      <Match when={props.slot === "mentions"}>
        <Badge count={props.mentions} />
      </Match>
      <Match when={props.slot === "typing"}>
        <span class={css.typing} aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      </Match>
      <Match when={props.slot === "draft"}>
        <Pencil class={css.quiet ?? ""} />
      </Match>
      <Match when={props.slot === "unread"}>
        <UnreadDot />
      </Match>
      <Match when={props.slot === "muted"}>
        <BellOff class={css.quiet ?? ""} />
      </Match>
    </Switch>
  );
}

export type NavRowProps = {
  readonly href: string;
  readonly label: string;
  readonly icon: JSX.Element;
  readonly selected?: boolean | undefined;
  readonly unread?: number | undefined;
  readonly mentions?: number | undefined;
  readonly tabIndex?: number | undefined;
};

/** A place of the sidebar that is not a room: Inbox, Threads, Notes. */
export function NavRow(props: NavRowProps) {
  const state = () => ({ name: props.label, unread: props.unread, mentions: props.mentions });
  return (
    <div
      class={css.row}
      data-nav=""
      data-selected={props.selected ? "" : undefined}
      data-unread={(props.unread || props.mentions) && !props.selected ? "" : undefined}
    >
      <a
        class={css.link}
        href={props.href}
        tabIndex={props.tabIndex}
        aria-current={props.selected ? "page" : undefined}
      >
        <VisuallyHidden>{roomRowName(state())}</VisuallyHidden>
        <span class={css.glyph} aria-hidden="true">
          {props.icon}
        </span>
        <span class={css.words} aria-hidden="true">
          <span class={css.first}>
            <span class={css.name}>{props.label}</span>
          </span>
        </span>
        <span class={css.trailing} aria-hidden="true">
          <Trailing slot={trailingSlot(state())} mentions={props.mentions ?? 0} />
        </span>
      </a>
    </div>
  );
}
