import { useNavigate } from "@solidjs/router";
import Archive from "lucide-solid/icons/archive";
import Globe from "lucide-solid/icons/globe";
import Search from "lucide-solid/icons/search";
import { createEffect, createSignal, For, on, onCleanup, Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { createDeed } from "#/client/shell/deed.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import type { RoomDetails } from "#/domain/rooms/room.ts";

const pageSize = 50;
const afterTypingMs = 150;

/** The public rooms of everyone here: to read before joining, or to join at once. */
export default function DirectoryDialog(props: LayerProps<"directory">) {
  const { state } = useSession();
  const layers = useLayers();
  const navigate = useNavigate();
  const [query, setQuery] = createSignal("");
  const [rooms, setRooms] = createSignal<RoomDetails[]>();
  const [more, setMore] = createSignal(false);
  const joining = createDeed();
  const [problem, setProblem] = createSignal<string>();

  async function load(offset: number) {
    const asked = query();
    try {
      const page = await api.rooms.directory.query({ q: asked, room_type: "public", limit: pageSize, offset });
      if (asked !== query()) return;
      setRooms((known) => (offset === 0 ? page.items : [...(known ?? []), ...page.items]));
      setMore(page.has_more);
      setProblem(undefined);
    } catch (error) {
      setProblem(asSwError(error).message);
    }
  }

  createEffect(
    on(query, (_, before) => {
      const timer = setTimeout(() => void load(0), before === undefined ? 0 : afterTypingMs);
      onCleanup(() => clearTimeout(timer));
    }),
  );

  function open(room: RoomDetails) {
    props.onClose();
    navigate(roomHref(room, state, props.workspace?.slug));
  }

  async function join(room: RoomDetails) {
    if (await joining.run(() => api.rooms.join.mutate({ room_id: room.id }), room.id)) open(room);
  }

  return (
    <Dialog open size={560} title={say("Public rooms")} onClose={props.onClose}>
      <TextField
        label={say("Find a public room")}
        hideLabel
        placeholder={say("Find by name or topic")}
        start={<Search />}
        type="search"
        autocomplete="off"
        autofocus
        maxLength={100}
        value={query()}
        onInput={setQuery}
      />
      <div class={css.list} aria-busy={rooms() === undefined}>
        <ul>
          <For each={rooms()}>
            {(room) => (
              <li class={css.room}>
                <Globe />
                <span>
                  <span class={css.roomName}>{room.name}</span>
                  <span class={css.roomMeta}>
                    {sayCount(room.member_count, "{count} member", "{count} members")}
                    <Show when={room.topic}> · {room.topic}</Show>
                  </span>
                </span>
                <Show
                  when={state.rooms[room.id]?.membership === "join"}
                  fallback={
                    <span>
                      <Button
                        kind="quiet"
                        size="small"
                        aria-label={say("Read {name}", { name: room.name })}
                        onClick={() => open(room)}
                      >
                        {say("Read")}
                      </Button>{" "}
                      <Button
                        size="small"
                        aria-label={say("Join {name}", { name: room.name })}
                        busy={joining.busy(room.id)}
                        busyLabel={say("Joining")}
                        onClick={() => void join(room)}
                      >
                        {say("Join")}
                      </Button>
                    </span>
                  }
                >
                  <Button
                    kind="quiet"
                    size="small"
                    aria-label={say("Open {name}", { name: room.name })}
                    onClick={() => open(room)}
                  >
                    {say("Open")}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={rooms()?.length === 0}>
          <EmptyState
            icon={<Globe />}
            title={query() ? say("No public room matches ‘{query}’", { query: query() }) : say("No public rooms yet")}
            text={say("A public room can be found, read and joined by everyone here.")}
            action={
              <Button onClick={() => layers.open({ is: "create-room", name: query() })}>
                {query() ? say("Create ‘{query}’", { query: query() }) : say("New room")}
              </Button>
            }
          />
        </Show>
        <Show when={more()}>
          <Button kind="quiet" wide onClick={() => void load(rooms()?.length ?? 0)}>
            {say("Show more")}
          </Button>
        </Show>
      </div>
      <Problem text={joining.problem() ?? problem()} />
      <div class={css.foot}>
        <Button kind="quiet" size="small" icon={<Archive />} onClick={() => layers.open({ is: "archived-rooms" })}>
          {say("Archived rooms")}
        </Button>
      </div>
    </Dialog>
  );
}
