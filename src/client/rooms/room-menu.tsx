import { useNavigate } from "@solidjs/router";
import Archive from "lucide-solid/icons/archive";
import ArchiveRestore from "lucide-solid/icons/archive-restore";
import CircleX from "lucide-solid/icons/circle-x";
import DoorOpen from "lucide-solid/icons/door-open";
import FolderInput from "lucide-solid/icons/folder-input";
import Link from "lucide-solid/icons/link";
import NotebookText from "lucide-solid/icons/notebook-text";
import Pencil from "lucide-solid/icons/pencil";
import Pin from "lucide-solid/icons/pin";
import Settings from "lucide-solid/icons/settings-2";
import Trash from "lucide-solid/icons/trash";
import UserPlus from "lucide-solid/icons/user-plus";
import { say } from "#/client/language/say.ts";
import type { EndAct } from "#/client/rooms/end-room-words.ts";
import { closeConversation, restore } from "#/client/rooms/restore.ts";
import { whyNot, whyNotClose } from "#/client/rooms/rights.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { type MenuEntry, MenuSurface } from "#/client/ui/overlays/menu.tsx";
import type { RoomView } from "#/domain/views/state.ts";

export type RoomMenuProps = {
  readonly id: string;
  readonly view: RoomView;
  readonly anchor: () => Element | undefined;
  readonly from: "first" | "last" | "surface";
  readonly onClose: () => void;
};

/** What one can do with a room. Of the acts that end it, only those that one may do; the settings explain the others. */
export default function RoomMenu(props: RoomMenuProps) {
  const session = useSession();
  const layers = useLayers();
  const navigate = useNavigate();
  const roomId = () => props.view.room.id;
  const why = (action: Parameters<typeof whyNot>[1]) => whyNot(props.view, action);

  const copy: MenuEntry = {
    label: say("Copy link"),
    icon: () => <Link />,
    onSelect: () =>
      void navigator.clipboard
        ?.writeText(location.origin + location.pathname)
        .then(() => session.toaster.show(say("Link copied"))),
  };

  const pinned: MenuEntry = {
    label: say("Pinned messages"),
    icon: () => <Pin />,
    onSelect: () => navigate(`${location.pathname}?panel=pins`),
  };
  const notes: MenuEntry = {
    label: say("Notes of this room"),
    icon: () => <NotebookText />,
    onSelect: () => navigate(`${location.pathname}?panel=notes`),
  };
  const moveEntry = (): MenuEntry => ({
    label: say("Move to section"),
    icon: () => <FolderInput />,
    onSelect: () => layers.open({ is: "move-room", roomId: roomId() }),
  });

  function ofDm(): MenuEntry[] {
    const settings = settingsEntry();
    if (props.view.room.state !== "open") return [pinned, notes, settings, copy];
    return [
      pinned,
      notes,
      moveEntry(),
      settings,
      copy,
      "line",
      {
        label: say("Close conversation"),
        icon: () => <CircleX />,
        onSelect: () => void closeConversation(session, props.view.room, navigate),
      },
    ];
  }

  const settingsEntry = (): MenuEntry => ({
    label: props.view.room.room_type === "dm" ? say("Notifications") : say("Room settings"),
    icon: () => <Settings />,
    onSelect: () => layers.open({ is: "room-settings", roomId: roomId() }),
  });

  function endings(): MenuEntry[] {
    const end = (act: EndAct) => () => layers.open({ is: "end-room", act, roomId: roomId() });
    const { state } = props.view.room;
    const entries: MenuEntry[] = [];
    if (state === "open" && !why("archive"))
      entries.push({ label: say("Archive room"), icon: () => <Archive />, onSelect: end("archive") });
    if (state === "archived" && !why("archive"))
      entries.push({
        label: say("Restore room"),
        icon: () => <ArchiveRestore />,
        onSelect: () => void restore(session, props.view.room),
      });
    if (state !== "closed" && !whyNotClose(props.view, session.state.me.id))
      entries.push({ label: say("Close for good"), icon: () => <CircleX />, danger: true, onSelect: end("close") });
    if (!why("delete"))
      entries.push({ label: say("Delete room"), icon: () => <Trash />, danger: true, onSelect: end("delete") });
    return entries;
  }

  const entries = (): MenuEntry[] => {
    if (props.view.membership !== "join") return [copy];
    if (props.view.room.room_type === "dm") return ofDm();
    return [
      {
        label: say("Invite people"),
        icon: () => <UserPlus />,
        disabledReason: why("invite"),
        onSelect: () => layers.open({ is: "invite", roomId: roomId() }),
      },
      {
        label: say("Edit name and topic"),
        icon: () => <Pencil />,
        disabledReason: why("topic"),
        onSelect: () => layers.open({ is: "rename", roomId: roomId() }),
      },
      pinned,
      notes,
      moveEntry(),
      settingsEntry(),
      copy,
      "line",
      ...endings(),
      {
        label: say("Leave room"),
        icon: () => <DoorOpen />,
        danger: true,
        onSelect: () => layers.open({ is: "leave", roomId: roomId() }),
      },
    ];
  };

  return (
    <MenuSurface
      id={props.id}
      label={say("Room")}
      entries={entries()}
      anchor={props.anchor}
      placement={{ side: "below", align: "end" }}
      from={props.from}
      onClose={props.onClose}
    />
  );
}
