import { createSignal, createUniqueId, For, type JSX, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { arrange, isFiltered, roomFilters } from "#/client/rooms/arrange.ts";
import { createRoomDrag, type RoomDrag } from "#/client/rooms/room-drag.ts";
import css from "#/client/rooms/room-list.module.css";
import { otherOf, roomKind, roomName } from "#/client/rooms/room-names.ts";
import { SectionEnd } from "#/client/rooms/section-end.tsx";
import type { SidebarGroup } from "#/client/rooms/sidebar-groups.ts";
import { engagementMark, markOf, personOf } from "#/client/shell/people.ts";
import type { Session } from "#/client/shell/session.tsx";
import { statusOf, statusWords } from "#/client/shell/status-words.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import type { Anchor } from "#/client/ui/overlays/floating.tsx";
import { RoomRow } from "#/client/ui/rooms/room-row.tsx";
import { SectionHeading } from "#/client/ui/rooms/section-heading.tsx";
import { threadsUnreadOf, unreadOf } from "#/domain/messages/unread.ts";
import { fold, placeOf } from "#/domain/participants/sidebar.ts";
import type { Sidebar } from "#/domain/participants/sidebar-schema.ts";
import { notificationModeOf } from "#/domain/rooms/own-settings.ts";
import type { RoomEntry } from "#/domain/views/state.ts";

export type RoomListProps = {
  readonly session: Session;
  readonly groups: readonly SidebarGroup[];
  readonly currentId: string | undefined;
  readonly hrefOf: (room: RoomEntry) => string;
  /** Words begun and not sent, in a room that one is not in now. */
  readonly draftOf?: ((roomId: string) => string) | undefined;
  /** How a moment in Unix seconds is told; for the second line of a phone. */
  readonly timeOf?: ((ts: number) => string) | undefined;
  /** In Unix seconds, for what is over at a moment. */
  readonly now?: number | undefined;
  readonly onAdd: (what: "room" | "person") => void;
  /** The public rooms of everyone. */
  readonly onBrowse: () => void;
  /** The context menu of a row, beside what was pressed. */
  readonly onRoomMenu?: ((room: RoomEntry, anchor: Anchor) => void) | undefined;
  /** What else belongs to a group, under its rooms. */
  readonly under?: ((groupId: string) => JSX.Element) | undefined;
  readonly onRenameSection?: ((sectionId: string) => void) | undefined;
};

/**
 * The rooms of a sidebar: links, so that they work without scripts and open in new tabs. Once scripts run the list is one
 * stop for the Tab key, and the arrow keys walk it.
 */
export function RoomList(props: RoomListProps) {
  const [roving, setRoving] = createSignal(false);
  const [stop, setStop] = createSignal<string>();
  onMount(() => setRoving(true));
  const all = () => props.groups.flatMap((group) => group.rooms);
  const tabStop = () => {
    const wanted = stop() ?? props.currentId;
    return all().some((room) => room.id === wanted) ? wanted : all()[0]?.id;
  };
  const sidebar = () => props.session.state.own.sidebar;
  const drag = createRoomDrag(sidebar, (update) => arrange(props.session, update));
  const shownGroups = () =>
    isFiltered(sidebar())
      ? props.groups.filter((group) => group.rooms.some((room) => isKept(room, props.currentId, sidebar())))
      : props.groups;
  const filterWords = () => {
    const isEmpty = shownGroups().length === 0;
    if (sidebar().mentions_only) return isEmpty ? say("Nothing mentions you.") : say("Only what mentions you.");
    return isEmpty ? say("Nothing unread.") : say("Only unread rooms.");
  };

  function walk(event: KeyboardEvent & { readonly currentTarget: HTMLElement }) {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a[href]")];
    const at = links.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    event.preventDefault();
    links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys go from link to link inside
    <div class={css.list} onKeyDown={walk}>
      <Show when={isFiltered(sidebar())}>
        <p class={css.filter}>
          {filterWords()}{" "}
          <button type="button" class={css.link} onClick={() => arrange(props.session, roomFilters.all)}>
            {say("Show all")}
          </button>
        </p>
      </Show>
      {/* By id: the groups are made anew at each change, and a row has to outlive that. */}
      <For each={shownGroups().map((group) => group.id)}>
        {(id) => (
          <Group
            {...props}
            id={id}
            drag={drag}
            tabIndexOf={(room) => (roving() ? (room.id === tabStop() ? 0 : -1) : undefined)}
            onFocus={(room) => setStop(room.id)}
          />
        )}
      </For>
    </div>
  );
}

/** What waits, and where one is, stays in sight when its group is folded and when the list is filtered. */
function isKept(room: RoomEntry, currentId: string | undefined, { mentions_only }: Sidebar): boolean {
  if (room.id === currentId || room.membership === "invite") return true;
  if (room.state !== "open") return false;
  if (!mentions_only) return unreadOf(room).count > 0;
  return unreadOf(room).mentions > 0 || threadsUnreadOf(room).mentions > 0;
}

type GroupProps = RoomListProps & {
  readonly id: string;
  readonly drag: RoomDrag;
  readonly tabIndexOf: (room: RoomEntry) => number | undefined;
  readonly onFocus: (room: RoomEntry) => void;
};

const hints: Record<string, string | undefined> = {
  get rooms() {
    return say("No rooms yet. Rooms are where a team talks about one thing.");
  },
  get people() {
    return say("Nobody yet. Start a direct message with +.");
  },
};

function Group(props: GroupProps) {
  const id = createUniqueId();
  const { session } = props;
  const sidebar = () => session.state.own.sidebar;
  const group = () => props.groups.find((each) => each.id === props.id);
  const rooms = () => group()?.rooms ?? [];
  const folded = () => sidebar().folded.includes(props.id);
  const shown = () =>
    folded() || isFiltered(sidebar()) ? rooms().filter((room) => isKept(room, props.currentId, sidebar())) : rooms();
  const hint = () => {
    if (group()?.sectionId) return say("Drag rooms here, or choose “Move to section” in their menu.");
    const isPlaced = props.groups.some((each) => each.rooms.some((room) => isPlacedFrom(props.id, room, sidebar())));
    if (!isPlaced) return hints[props.id];
    return props.id === "rooms" ? say("All of them are in sections above.") : say("Everyone is in sections above.");
  };
  return (
    <section aria-labelledby={`${id}-name`} {...props.drag.zone(() => group())}>
      <div {...props.drag.heading(() => group())}>
        <SectionHeading
          id={`${id}-name`}
          label={group()?.label ?? ""}
          folded={folded()}
          controls={id}
          onToggle={() => arrange(session, fold(sidebar(), props.id, !folded()))}
          end={
            <SectionEnd
              session={session}
              group={group()}
              onAdd={props.onAdd}
              onRename={() => props.onRenameSection?.(group()?.sectionId ?? "")}
            />
          }
        />
      </div>
      <Show when={rooms().length === 0 && !folded()}>
        <p class={css.hint}>{hint()}</p>
        <Show when={props.id === "rooms"}>
          <div class={css.begin}>
            <Button onClick={() => props.onAdd("room")}>{say("New room")}</Button>
            <Button kind="quiet" onClick={() => props.onBrowse()}>
              {say("Browse public rooms")}
            </Button>
          </div>
        </Show>
      </Show>
      <ul id={id}>
        <For each={shown()}>
          {(room) => (
            // Read from the press on, not only from the release.
            <li
              {...props.drag.item(room)}
              onFocusIn={() => props.onFocus(room)}
              onPointerDown={() => void props.session.store.loadRoom(room.id).catch(() => undefined)}
            >
              <Row {...props} room={room} tabIndex={props.tabIndexOf(room)} />
            </li>
          )}
        </For>
      </ul>
      <Show when={!folded()}>{props.under?.(props.id)}</Show>
    </section>
  );
}

/** Whether a room would stand in this group had one not put it elsewhere. */
function isPlacedFrom(group: string, room: RoomEntry, sidebar: Sidebar): boolean {
  return (room.room_type === "dm") === (group === "people") && placeOf(sidebar, room.id) !== null;
}

function Row(props: GroupProps & { readonly room: RoomEntry; readonly tabIndex: number | undefined }) {
  const { state, typingIn } = props.session;
  const other = () => otherOf(props.room, state);
  const unread = () => unreadOf(props.room);
  const typing = () =>
    typingIn(props.room.id)
      .filter((id) => id !== state.me.id && !state.own.blocked.includes(id))
      .map((id) => state.participants[id]?.display_name ?? say("Someone"));

  const engagement = () => {
    const told = Object.entries(props.room.engagements ?? {}).flatMap(([id, mode]) =>
      state.participants[id] ? [mode] : [],
    );
    if (told.length === 0 || state.ai?.hidden) return undefined;
    return told.some((mode) => engagementMark(mode) === "always") ? "always" : "partial";
  };
  const now = () => props.now ?? Date.now() / 1000;
  const status = () => other() && statusOf(other()!.id, state, now());

  function openMenu(event: MouseEvent) {
    if (!props.onRoomMenu || props.room.membership !== "join") return;
    event.preventDefault();
    const link = event.target as Element;
    // The key for menus tells no place.
    props.onRoomMenu(props.room, event.button === 2 ? { x: event.clientX, y: event.clientY } : link);
  }

  return (
    <RoomRow
      href={props.hrefOf(props.room)}
      kind={roomKind(props.room)}
      // Never in the place of the mask: what leaves no trace is always marked.
      icon={props.room.room_type === "incognito" ? undefined : props.room.icon}
      name={[roomName(props.room, state), status()?.emoji].filter(Boolean).join(" ")}
      person={props.room.room_type === "dm" && other() ? personOf(other()!) : undefined}
      presence={other() ? markOf(other()!, state) : undefined}
      engagement={engagement()}
      invited={props.room.membership === "invite"}
      unread={props.room.membership === "invite" ? undefined : unread().count}
      mentions={props.room.membership === "invite" ? undefined : unread().mentions}
      time={props.timeOf?.(props.room.last_ts)}
      typing={typing()}
      draft={props.room.id === props.currentId ? undefined : props.draftOf?.(props.room.id)}
      muted={notificationModeOf(props.room, Date.now()) === "none"}
      archived={props.room.state !== "open"}
      selected={props.room.id === props.currentId}
      lastWords={(status() && statusWords(status()!)) || secondLine(props.room, other()?.local_id)}
      tabIndex={props.tabIndex}
      onContextMenu={openMenu}
    />
  );
}

/** On a phone a row has a second line: what the room is for, or who it is. */
function secondLine(room: RoomEntry, handle: string | undefined): string {
  if (room.membership === "invite") return say("Open it to join or decline");
  return room.topic ?? (handle ? `@${handle}` : say("No topic yet"));
}
