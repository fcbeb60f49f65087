import Plus from "lucide-solid/icons/plus";
import { createSignal, createUniqueId, For, onMount, Show } from "solid-js";
import css from "#/client/rooms/room-list.module.css";
import { otherOf, roomKind, roomName } from "#/client/rooms/room-names.ts";
import type { SidebarGroup } from "#/client/rooms/sidebar-groups.ts";
import { markOf, personOf } from "#/client/shell/people.ts";
import type { Session } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { RoomRow } from "#/client/ui/rooms/room-row.tsx";
import { SectionHeading } from "#/client/ui/rooms/section-heading.tsx";
import { unreadOf } from "#/domain/messages/unread.ts";
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
  readonly onAdd: (what: "room" | "person") => void;
  /** The public rooms of everyone. */
  readonly onBrowse: () => void;
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
      {/* By id: the groups are made anew at each change, and a fold has to outlive that. */}
      <For each={props.groups.map((group) => group.id)}>
        {(id) => (
          <Group
            {...props}
            id={id}
            tabIndexOf={(room) => (roving() ? (room.id === tabStop() ? 0 : -1) : undefined)}
            onFocus={(room) => setStop(room.id)}
          />
        )}
      </For>
    </div>
  );
}

type GroupProps = RoomListProps & {
  readonly id: SidebarGroup["id"];
  readonly tabIndexOf: (room: RoomEntry) => number | undefined;
  readonly onFocus: (room: RoomEntry) => void;
};

const hints: Partial<Record<SidebarGroup["id"], string>> = {
  rooms: "No rooms yet. Rooms are where a team talks about one thing.",
  people: "Nobody yet. Start a direct message with +.",
};

function Group(props: GroupProps) {
  const id = createUniqueId();
  const [folded, setFolded] = createSignal(props.id === "archived");
  const group = () => props.groups.find((each) => each.id === props.id);
  const rooms = () => group()?.rooms ?? [];
  // What waits, and where one is, stays in sight when its group is folded.
  const shown = () =>
    folded()
      ? rooms().filter((room) => room.id === props.currentId || (room.unread.length > 0 && room.state === "open"))
      : rooms();
  return (
    <section aria-labelledby={`${id}-name`}>
      <SectionHeading
        id={`${id}-name`}
        label={group()?.label ?? ""}
        folded={folded()}
        controls={id}
        onToggle={() => setFolded(!folded())}
        end={<Add group={props.id} onAdd={props.onAdd} />}
      />
      <Show when={rooms().length === 0 && !folded()}>
        <p class={css.hint}>{hints[props.id]}</p>
        <Show when={props.id === "rooms"}>
          <div class={css.begin}>
            <Button onClick={() => props.onAdd("room")}>New room</Button>
            <Button kind="quiet" onClick={() => props.onBrowse()}>
              Browse public rooms
            </Button>
          </div>
        </Show>
      </Show>
      <ul id={id}>
        <For each={shown()}>
          {(room) => (
            // Read from the press on, not only from the release.
            <li
              onFocusIn={() => props.onFocus(room)}
              onPointerDown={() => void props.session.store.loadRoom(room.id).catch(() => undefined)}
            >
              <Row {...props} room={room} tabIndex={props.tabIndexOf(room)} />
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}

function Add(props: { readonly group: SidebarGroup["id"]; readonly onAdd: RoomListProps["onAdd"] }) {
  const what = (): "room" | "person" | undefined =>
    props.group === "rooms" ? "room" : props.group === "people" ? "person" : undefined;
  return (
    <Show when={what()}>
      {(kind) => (
        <IconButton
          size="small"
          label={kind() === "room" ? "New room" : "New direct message"}
          onClick={() => props.onAdd(kind())}
        >
          <Plus />
        </IconButton>
      )}
    </Show>
  );
}

function Row(props: GroupProps & { readonly room: RoomEntry; readonly tabIndex: number | undefined }) {
  const { state, typingIn } = props.session;
  const other = () => otherOf(props.room, state);
  const unread = () => unreadOf(props.room);
  const typing = () =>
    typingIn(props.room.id)
      .filter((id) => id !== state.me.id)
      .map((id) => state.participants[id]?.display_name ?? "Someone");
  return (
    <RoomRow
      href={props.hrefOf(props.room)}
      kind={roomKind(props.room)}
      name={roomName(props.room, state)}
      person={props.room.room_type === "dm" && other() ? personOf(other()!) : undefined}
      presence={other() ? markOf(other()!, state) : undefined}
      invited={props.room.membership === "invite"}
      unread={props.room.membership === "invite" ? undefined : unread().count}
      mentions={props.room.membership === "invite" ? undefined : unread().mentions}
      time={props.timeOf?.(props.room.last_ts)}
      typing={typing()}
      draft={props.room.id === props.currentId ? undefined : props.draftOf?.(props.room.id)}
      archived={props.room.state !== "open"}
      selected={props.room.id === props.currentId}
      lastWords={secondLine(props.room, other()?.local_id)}
      tabIndex={props.tabIndex}
    />
  );
}

/** On a phone a row has a second line: what the room is for, or who it is. */
function secondLine(room: RoomEntry, handle: string | undefined): string {
  if (room.membership === "invite") return "Open it to join or decline";
  return room.topic ?? (handle ? `@${handle}` : "No topic yet");
}
