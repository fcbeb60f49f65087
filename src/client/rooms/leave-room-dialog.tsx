import { useNavigate } from "@solidjs/router";
import { say } from "#/client/language/say.ts";
import css from "#/client/rooms/dialogs.module.css";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { DeedDialog } from "#/client/shell/deed-dialog.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { workspacePath } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";

/** Asked, because coming back may need an invitation. */
export default function LeaveRoomDialog(props: LayerProps<"leave">) {
  const { state, toaster } = useSession();
  const navigate = useNavigate();
  const room = state.rooms[props.layer.roomId];
  const title = room ? roomTitle(room, state) : say("this room");

  async function leave() {
    await api.rooms.leave.mutate({ room_id: props.layer.roomId });
    props.onClose();
    navigate(workspacePath(props.workspace?.slug ?? "-"));
    toaster.show(say("You left {title}", { title }));
  }

  return (
    <DeedDialog
      title={say("Leave {title}?", { title })}
      verb={say("Leave room")}
      busyLabel={say("Leaving")}
      danger
      onDo={leave}
      onClose={props.onClose}
    >
      <p class={css.words}>
        {room?.room_type === "public"
          ? say("You can come back whenever you like. What you wrote stays.")
          : say("You can come back only if someone invites you. What you wrote stays.")}
      </p>
    </DeedDialog>
  );
}
