import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { restore } from "#/client/rooms/restore.ts";
import { whyNot, whyNotClose } from "#/client/rooms/rights.ts";
import { useLayers } from "#/client/shell/layers.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import type { RoomView } from "#/domain/views/state.ts";

/** What ends a room, from what can be taken back to what can't. Each asks again before it happens. */
export function EndSettings(props: { readonly view: RoomView }) {
  const session = useSession();
  const layers = useLayers();
  const roomId = () => props.view.room.id;
  const state = () => props.view.room.state;
  return (
    <SettingGroup title={say("Ending the room")}>
      <Show when={state() !== "closed" && props.view.room.room_type !== "incognito"}>
        <Show
          when={state() === "open"}
          fallback={
            <Setting label={say("Restore")} help={say("Everyone who is in it can write again.")}>
              <Button
                disabledReason={whyNot(props.view, "archive")}
                onClick={() => void restore(session, props.view.room)}
              >
                {say("Restore room")}
              </Button>
            </Setting>
          }
        >
          <Setting
            label={say("Archive")}
            help={say("Nobody can write any more; everything can be read. An admin can restore it.")}
          >
            <Button
              disabledReason={whyNot(props.view, "archive")}
              onClick={() => layers.open({ is: "end-room", act: "archive", roomId: roomId() })}
            >
              {say("Archive room")}
            </Button>
          </Setting>
        </Show>
      </Show>
      <Show when={state() !== "closed"}>
        <Setting
          label={say("Close")}
          help={
            props.view.room.room_type === "incognito"
              ? say("Every message in it is deleted, for everyone.")
              : say("Nobody can ever write here again. What was said can still be read.")
          }
        >
          <Button
            disabledReason={whyNotClose(props.view, session.state.me.id)}
            onClick={() => layers.open({ is: "end-room", act: "close", roomId: roomId() })}
          >
            {say("Close for good")}
          </Button>
        </Setting>
      </Show>
      <Setting label="Delete" help={say("The room and every message in it go, for everyone.")}>
        <Button
          disabledReason={whyNot(props.view, "delete")}
          onClick={() => layers.open({ is: "end-room", act: "delete", roomId: roomId() })}
        >
          {say("Delete room")}
        </Button>
      </Setting>
    </SettingGroup>
  );
}
