import { useNavigate } from "@solidjs/router";
import ChevronDown from "lucide-solid/icons/chevron-down";
import FolderPlus from "lucide-solid/icons/folder-plus";
import Globe from "lucide-solid/icons/globe";
import Hash from "lucide-solid/icons/hash";
import Layers from "lucide-solid/icons/layers";
import ListFilter from "lucide-solid/icons/list-filter";
import MessageCircle from "lucide-solid/icons/message-circle";
import NotebookText from "lucide-solid/icons/notebook-text";
import Plus from "lucide-solid/icons/plus";
import Search from "lucide-solid/icons/search";
import { createMemo, createSignal, type JSX, lazy, onCleanup, onMount, Show, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import { shortTime } from "#/client/language/times.ts";
import { createViewerClock } from "#/client/messages/viewer-clock.ts";
import { arrange, isFiltered, roomFilters } from "#/client/rooms/arrange.ts";
import { RoomList } from "#/client/rooms/room-list.tsx";
import { sidebarGroups } from "#/client/rooms/sidebar-groups.ts";
import { shortcut } from "#/client/shell/device.ts";
import { DraftsLink } from "#/client/shell/drafts-link.tsx";
import { later } from "#/client/shell/later.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { NotesLinks } from "#/client/shell/notes-links.tsx";
import { railOrder, roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import css from "#/client/shell/sidebar.module.css";
import { ThreadsLink } from "#/client/shell/threads-link.tsx";
import { workspaceHref } from "#/client/shell/workspace-marks.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { Kbd } from "#/client/ui/controls/kbd.tsx";
import type { Anchor } from "#/client/ui/overlays/floating.tsx";
import { Menu, type MenuEntry } from "#/client/ui/overlays/menu.tsx";
import type { RoomEntry, WorkspaceEntry } from "#/domain/views/state.ts";

const PinnedNotes = lazy(() => import("#/client/notes/pinned-notes.tsx"));
const Assistants = lazy(() => import("#/client/ai/assistants.tsx"));
const RoomRowMenu = lazy(() => import("#/client/rooms/room-row-menu.tsx"));

export type SidebarProps = {
  readonly workspace: WorkspaceEntry | undefined;
  readonly roomId: string | undefined;
  /** Alone on the screen of a phone. */
  readonly isPage: boolean;
  /** Oneself, where no rail stands beside. */
  readonly you: JSX.Element;
  /** The connection chip. */
  readonly foot: JSX.Element;
};

/** Where one can go: the workspace, the switcher, rooms and people. */
export function Sidebar(props: SidebarProps) {
  const session = useSession();
  const layers = useLayers();
  const clock = createViewerClock();
  const groups = createMemo(() => sidebarGroups(session.state, props.workspace?.id ?? ""));
  const draftOf = (roomId: string) => session.state.drafts[roomId]?.excerpt ?? "";
  let list!: HTMLElement;
  // iOS tells of no context menu: there a finger that rests on a row is all there is.
  onMount(() => {
    const press = (row: Element) => {
      const room = session.state.rooms[(row as HTMLElement).dataset.room ?? ""];
      if (room?.membership === "join") setMenu({ room, anchor: row });
    };
    onCleanup(
      later(import("#/client/messages/long-press.ts"), ({ onLongPress }) =>
        onLongPress(list, "[data-room]", press, { keeps: "button, input" }),
      ),
    );
  });
  const [menu, setMenu] = createSignal<{ readonly room: RoomEntry; readonly anchor: Anchor }>();
  const newEntries: MenuEntry[] = [
    { label: say("New room"), icon: () => <Hash />, onSelect: () => layers.open({ is: "create-room" }) },
    {
      label: say("New direct message"),
      icon: () => <MessageCircle />,
      shortcut: shortcut("K", "shift"),
      onSelect: () => layers.open({ is: "start-dm" }),
    },
    { label: say("New note"), icon: () => <NotebookText />, onSelect: () => layers.open({ is: "new-note" }) },
    { label: say("Browse public rooms"), icon: () => <Globe />, onSelect: () => layers.open({ is: "directory" }) },
    "line",
    { label: say("New workspace"), icon: () => <Layers />, onSelect: () => layers.open({ is: "create-workspace" }) },
  ];
  return (
    <div class={css.sidebar} {...clock.attributes()}>
      <div class={css.top}>
        <Dynamic component={props.isPage ? "h1" : "h2"} class={css.heading}>
          <WorkspaceMenu current={props.workspace} />
        </Dynamic>
        <Menu
          label={say("New")}
          entries={newEntries}
          trigger={(attributes) => (
            <IconButton label={say("New")} {...attributes}>
              <Plus />
            </IconButton>
          )}
        />
        {props.you}
      </div>
      <div class={css.find}>
        <button type="button" class={css.search} onClick={() => layers.open({ is: "switcher" })}>
          <Search />
          <span>{say("Search or jump to")}</span>
          <Kbd keys={shortcut("K")} />
        </button>
        <ArrangeMenu />
      </div>
      <nav ref={list} class={css.rooms} aria-label={say("Rooms")}>
        <ThreadsLink />
        <NotesLinks slug={props.workspace?.slug} />
        <DraftsLink />
        <RoomList
          session={session}
          groups={groups()}
          currentId={props.roomId}
          hrefOf={(room) => roomHref(room, session.state, props.workspace?.slug)}
          draftOf={draftOf}
          timeOf={(ts) => shortTime(ts, clock.zone(), clock.now())}
          now={clock.now()}
          onBrowse={() => layers.open({ is: "directory" })}
          onAdd={(what) => layers.open({ is: what === "room" ? "create-room" : "start-dm" })}
          onRoomMenu={(room, anchor) => setMenu({ room, anchor })}
          under={(group) => (
            <Show when={group === "ai"}>
              <Suspense>
                <Assistants slug={props.workspace?.slug} />
              </Suspense>
            </Show>
          )}
          onRenameSection={(sectionId) => layers.open({ is: "section", sectionId })}
        />
        <Suspense>
          <Show when={props.workspace?.id} keyed>
            {(workspaceId) => <PinnedNotes workspaceId={workspaceId} slug={props.workspace?.slug ?? ""} />}
          </Show>
        </Suspense>
      </nav>
      <Suspense>
        <Show when={menu()} keyed>
          {({ room, anchor }) => (
            <RoomRowMenu
              room={room}
              anchor={anchor}
              groups={groups()}
              href={roomHref(room, session.state, props.workspace?.slug)}
              onClose={() => setMenu(undefined)}
            />
          )}
        </Show>
      </Suspense>
      <div class={css.foot}>{props.foot}</div>
    </div>
  );
}

const sorts = () =>
  [
    ["name", say("By name")],
    ["recent", say("Newest first")],
    ["unread", say("Unread first")],
  ] as const;

/** How the list is ordered and what it shows, on all of one's devices. */
function ArrangeMenu() {
  const session = useSession();
  const layers = useLayers();
  const sidebar = () => session.state.own.sidebar;
  const entries = (): MenuEntry[] => [
    { heading: say("Show") },
    {
      label: say("All rooms"),
      checked: !isFiltered(sidebar()),
      onSelect: () => arrange(session, roomFilters.all),
    },
    {
      label: say("Only unread"),
      checked: sidebar().unread_only && !sidebar().mentions_only,
      onSelect: () => arrange(session, roomFilters.unread),
    },
    {
      label: say("Only mentions"),
      checked: sidebar().mentions_only,
      onSelect: () => arrange(session, roomFilters.mentions),
    },
    "line",
    { heading: say("Order") },
    ...sorts().map(([sort, label]) => ({
      label,
      checked: sidebar().sort === sort,
      onSelect: () => arrange(session, { sort }),
    })),
    "line",
    { label: say("New section"), icon: () => <FolderPlus />, onSelect: () => layers.open({ is: "section" }) },
  ];
  return (
    <Menu
      label={say("Arrange the list")}
      entries={entries()}
      placement={{ side: "below", align: "end" }}
      trigger={(attributes) => (
        <IconButton label={say("Arrange the list")} {...attributes}>
          <ListFilter />
        </IconButton>
      )}
    />
  );
}

/** The name of the workspace; the others are one press away, also where the rail does not fit. */
function WorkspaceMenu(props: { readonly current: WorkspaceEntry | undefined }) {
  const { state } = useSession();
  const layers = useLayers();
  const navigate = useNavigate();
  const name = () => props.current?.name ?? state.tenant.name;
  const entries = (): MenuEntry[] => [
    ...railOrder(state).map((workspace) => ({
      label: workspace.name,
      checked: workspace.id === props.current?.id,
      onSelect: () => navigate(workspaceHref(workspace, state)),
    })),
    "line",
    { label: say("New workspace"), icon: () => <Plus />, onSelect: () => layers.open({ is: "create-workspace" }) },
  ];
  return (
    <Menu
      label={say("Workspaces")}
      entries={entries()}
      trigger={(attributes) => (
        <button type="button" class={css.workspace} {...attributes}>
          <span class={css.name}>{name()}</span>
          <Show when={props.current && state.tenant.name !== name()}>
            <span class={css.tenant}>{state.tenant.name}</span>
          </Show>
          <ChevronDown />
        </button>
      )}
    />
  );
}
