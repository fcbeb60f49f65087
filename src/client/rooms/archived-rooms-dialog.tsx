import { useNavigate } from "@solidjs/router";
import Archive from "lucide-solid/icons/archive";
import { createResource, For, Show } from "solid-js";
import { say, sayCount } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { restore } from "#/client/rooms/restore.ts";
import { whyNot } from "#/client/rooms/rights.ts";
import { roomKind, roomName } from "#/client/rooms/room-names.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import { createDeed } from "#/client/shell/deed.ts";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { roomHref } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { RoomGlyph } from "#/client/ui/rooms/room-glyph.tsx";
import type { RoomDetails } from "#/domain/rooms/room.ts";

/** One's archived rooms: to read, or to open again. */
export default function ArchivedRoomsDialog(props: LayerProps<"archived-rooms">) {
  const session = useSession();
  const navigate = useNavigate();
  const deed = createDeed();
  const [told] = createResource(async () => {
    try {
      return { rooms: await roomVerbs.archived() };
    } catch (error) {
      return { problem: asSwError(error).message };
    }
  });
  const rooms = () => told()?.rooms;

  function open(room: RoomDetails) {
    props.onClose();
    navigate(roomHref(room, session.state, props.workspace?.slug));
  }

  async function bringBack(room: RoomDetails) {
    await deed.run(() => restore(session, room), room.id);
    open(room);
  }

  return (
    <Dialog open size={560} title={say("Archived rooms")} onClose={props.onClose}>
      <div class={css.list} aria-busy={told.loading}>
        <ul>
          <For each={rooms()}>
            {(room) => (
              <li class={css.room}>
                <RoomGlyph kind={roomKind(room)} />
                <span>
                  <span class={css.roomName}>{roomName(room, session.state)}</span>
                  <span class={css.roomMeta}>
                    {sayCount(room.member_count, "{count} member", "{count} members")}
                    <Show when={room.topic}> · {room.topic}</Show>
                  </span>
                </span>
                <span>
                  <Button
                    kind="quiet"
                    size="small"
                    aria-label={say("Read {roomName}", { roomName: roomName(room, session.state) })}
                    onClick={() => open(room)}
                  >
                    {say("Read")}
                  </Button>{" "}
                  <Button
                    size="small"
                    aria-label={say("Restore {roomName}", { roomName: roomName(room, session.state) })}
                    busy={deed.busy(room.id)}
                    busyLabel={say("Restoring")}
                    disabledReason={whyNot(
                      { room, membership: room.membership, power_level: room.power_level },
                      "archive",
                    )}
                    onClick={() => void bringBack(room)}
                  >
                    {say("Restore")}
                  </Button>
                </span>
              </li>
            )}
          </For>
        </ul>
        <Show when={rooms()?.length === 0}>
          <EmptyState
            icon={<Archive />}
            title={say("No archived rooms")}
            text={say("A room whose work is done can be archived: it stays readable here, and can be restored.")}
          />
        </Show>
      </div>
      <Problem text={told()?.problem} />
    </Dialog>
  );
}
