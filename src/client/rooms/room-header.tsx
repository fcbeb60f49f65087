import ArrowLeft from "lucide-solid/icons/arrow-left";
import DoorOpen from "lucide-solid/icons/door-open";
import Ellipsis from "lucide-solid/icons/ellipsis";
import Link from "lucide-solid/icons/link";
import PanelRight from "lucide-solid/icons/panel-right";
import Pencil from "lucide-solid/icons/pencil";
import UserPlus from "lucide-solid/icons/user-plus";
import { type JSX, Show } from "solid-js";
import css from "#/client/rooms/room-header.module.css";
import { otherOf, roomKind, roomName } from "#/client/rooms/room-names.ts";
import { shortcut } from "#/client/shell/device.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { markOf, personOf, presenceOf, presenceWords } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { VisuallyHidden } from "#/client/ui/controls/visually-hidden.tsx";
import { HeaderBar } from "#/client/ui/layout/header-bar.tsx";
import { Menu, type MenuEntry } from "#/client/ui/overlays/menu.tsx";
import { AiTag } from "#/client/ui/people/ai-tag.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";
import { AvatarStack } from "#/client/ui/people/avatar-stack.tsx";
import { RoomGlyph } from "#/client/ui/rooms/room-glyph.tsx";
import { isAi } from "#/domain/participants/participant.ts";
import { can, type RoomAction } from "#/domain/rooms/permissions.ts";
import type { RoomView } from "#/domain/views/state.ts";

export type RoomHeaderProps = {
  readonly view: RoomView;
  /** The list of rooms, for a phone's way back. */
  readonly backHref: string;
  readonly panelOpen: boolean;
  readonly onTogglePanel: () => void;
};

/** What room this is, who is in it, and what one can do with it. */
export function RoomHeader(props: RoomHeaderProps) {
  const { state } = useSession();
  const other = () => otherOf(props.view.room, state);
  const members = () =>
    Object.values(props.view.members)
      .filter((member) => member.membership === "join")
      .map((member) => personOf(member.participant));
  const count = () => (members().length === 1 ? "1 member" : `${members().length} members`);
  return (
    <HeaderBar
      level={1}
      title={roomName(props.view.room, state)}
      start={
        <>
          <a class={css.back} href={props.backHref} aria-label="Back to your rooms">
            <ArrowLeft />
          </a>
          <Show when={other()} fallback={<RoomGlyph kind={roomKind(props.view.room)} />}>
            {(person) => <Avatar person={personOf(person())} size={24} presence={markOf(person(), state)} />}
          </Show>
        </>
      }
      detail={<Detail view={props.view} />}
      end={
        <>
          <Show when={!other()}>
            <button
              type="button"
              class={css.people}
              aria-expanded={props.panelOpen}
              onClick={() => props.onTogglePanel()}
            >
              <VisuallyHidden>{`${count()}, show who is here`}</VisuallyHidden>
              <AvatarStack people={members()} size={20} />
            </button>
          </Show>
          <IconButton
            label="Show who is here"
            shortcut={shortcut(".")}
            pressed={props.panelOpen}
            onClick={() => props.onTogglePanel()}
          >
            <PanelRight />
          </IconButton>
          <More view={props.view} />
        </>
      }
    />
  );
}

function Detail(props: { readonly view: RoomView }): JSX.Element {
  const { state } = useSession();
  const other = () => otherOf(props.view.room, state);
  return (
    <Show when={other()} fallback={props.view.room.topic}>
      {(person) => (
        <Show when={isAi(person())} fallback={presenceWords(presenceOf(person().id, state))}>
          <AiTag /> {person().model}
        </Show>
      )}
    </Show>
  );
}

function More(props: { readonly view: RoomView }) {
  const session = useSession();
  const layers = useLayers();
  const roomId = () => props.view.room.id;
  const may = (action: RoomAction) => can(props.view, action) === null;
  const needs = (action: RoomAction, level: number) =>
    may(action) ? undefined : `Needs power level ${level}. You have ${props.view.power_level}.`;
  const entries = (): MenuEntry[] => {
    const copy: MenuEntry = {
      label: "Copy link",
      icon: () => <Link />,
      onSelect: () =>
        void navigator.clipboard
          ?.writeText(location.origin + location.pathname)
          .then(() => session.toaster.show("Link copied")),
    };
    if (props.view.membership !== "join" || props.view.room.room_type === "dm") return [copy];
    return [
      {
        label: "Invite people",
        icon: () => <UserPlus />,
        disabledReason: needs("invite", 0),
        onSelect: () => layers.open({ is: "invite", roomId: roomId() }),
      },
      {
        label: "Edit name and topic",
        icon: () => <Pencil />,
        disabledReason: needs("topic", 10),
        onSelect: () => layers.open({ is: "rename", roomId: roomId() }),
      },
      copy,
      "line",
      {
        label: "Leave room",
        icon: () => <DoorOpen />,
        danger: true,
        onSelect: () => layers.open({ is: "leave", roomId: roomId() }),
      },
    ];
  };
  return (
    <Menu
      label="Room"
      entries={entries()}
      placement={{ side: "below", align: "end" }}
      trigger={(attributes) => (
        <IconButton label="More about this room" {...attributes}>
          <Ellipsis />
        </IconButton>
      )}
    />
  );
}
