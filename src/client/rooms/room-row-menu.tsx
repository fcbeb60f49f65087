import ArrowDown from "lucide-solid/icons/arrow-down";
import ArrowUp from "lucide-solid/icons/arrow-up";
import ExternalLink from "lucide-solid/icons/external-link";
import FolderInput from "lucide-solid/icons/folder-input";
import Link from "lucide-solid/icons/link";
import Star from "lucide-solid/icons/star";
import StarOff from "lucide-solid/icons/star-off";
import { say } from "#/client/language/say.ts";
import { arrange } from "#/client/rooms/arrange.ts";
import { roomName } from "#/client/rooms/room-names.ts";
import type { SidebarGroup } from "#/client/rooms/sidebar-groups.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { useSession } from "#/client/shell/session.tsx";
import type { Anchor } from "#/client/ui/overlays/floating.tsx";
import { type MenuEntry, MenuSurface } from "#/client/ui/overlays/menu.tsx";
import { placeOf, placeRoom, stepRoom } from "#/domain/participants/sidebar.ts";
import type { RoomEntry } from "#/domain/views/state.ts";

/** What one can do with a room without opening it. */
export default function RoomRowMenu(props: {
  readonly room: RoomEntry;
  readonly anchor: Anchor;
  readonly groups: readonly SidebarGroup[];
  readonly href: string;
  readonly onClose: () => void;
}) {
  const session = useSession();
  const layers = useLayers();
  const roomId = props.room.id;
  const sidebar = () => session.state.own.sidebar;
  const place = placeOf(sidebar(), roomId);
  const shown = () =>
    props.groups.find((group) => group.rooms.some((room) => room.id === roomId))?.rooms.map((room) => room.id) ?? [];

  function step(by: 1 | -1): MenuEntry {
    const update = stepRoom(sidebar(), roomId, by, shown());
    return {
      label: by < 0 ? say("Move up") : say("Move down"),
      icon: () => (by < 0 ? <ArrowUp /> : <ArrowDown />),
      disabledReason: update ? undefined : say("It is at the end of its section"),
      onSelect: () => arrange(session, update),
    };
  }

  const entries = (): MenuEntry[] => [
    ...(props.room.state === "open" ? placing() : []),
    {
      label: say("Open in a new tab"),
      icon: () => <ExternalLink />,
      onSelect: () => void window.open(props.href, "_blank", "noopener"),
    },
    {
      label: say("Copy link"),
      icon: () => <Link />,
      onSelect: () =>
        void navigator.clipboard
          ?.writeText(location.origin + props.href)
          .then(() => session.toaster.show(say("Link copied"))),
    },
  ];

  const placing = (): MenuEntry[] => [
    place === "favourites"
      ? {
          label: say("Remove from favourites"),
          icon: () => <StarOff />,
          onSelect: () => arrange(session, placeRoom(sidebar(), roomId, null)),
        }
      : {
          label: say("Add to favourites"),
          icon: () => <Star />,
          onSelect: () => arrange(session, placeRoom(sidebar(), roomId, "favourites")),
        },
    {
      label: say("Move to section"),
      icon: () => <FolderInput />,
      onSelect: () => layers.open({ is: "move-room", roomId }),
    },
    ...(place === null ? [] : [step(-1), step(1)]),
    "line",
  ];

  return (
    <MenuSurface
      label={roomName(props.room, session.state)}
      entries={entries()}
      anchor={() => props.anchor}
      from="first"
      onClose={() => props.onClose()}
    />
  );
}
