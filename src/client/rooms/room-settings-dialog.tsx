import { Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import css from "#/client/rooms/room-settings.module.css";
import { EndSettings } from "#/client/rooms/room-settings-end.tsx";
import { GeneralSettings } from "#/client/rooms/room-settings-general.tsx";
import { OwnSettings } from "#/client/rooms/room-settings-own.tsx";
import { PowerSettings } from "#/client/rooms/room-settings-power.tsx";
import { useLayers } from "#/client/shell/layers.tsx";
import type { LayerProps } from "#/client/shell/open-layer.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Dialog } from "#/client/ui/overlays/dialog.tsx";
import { isAi } from "#/domain/participants/participant.ts";
import type { RoomView } from "#/domain/views/state.ts";

/** Everything that can be set about a room: first what concerns oneself alone, last what ends it. */
export default function RoomSettingsDialog(props: LayerProps<"room-settings">) {
  const { state } = useSession();
  const layers = useLayers();
  const hasAi = (shown: RoomView) =>
    !state.ai?.hidden &&
    (shown.room.room_type !== "dm" || Object.values(shown.members).some((member) => isAi(member.participant)));
  const view = () => state.views[props.layer.roomId];
  return (
    <Show when={view()}>
      {(shown) => (
        <Dialog
          open
          size={720}
          title={say("Settings of {roomTitle}", { roomTitle: roomTitle(shown().room, state) })}
          onClose={props.onClose}
        >
          <div class={css.settings}>
            <OwnSettings view={shown()} />
            <Show when={hasAi(shown())}>
              <SettingGroup title="AI">
                <Setting
                  label={say("AI assistants")}
                  help={say(
                    "When they answer, how, with which words added to their prompt, and what they may use here.",
                  )}
                >
                  <Button onClick={() => layers.open({ is: "room-ai", roomId: props.layer.roomId })}>
                    {say("Open AI settings")}
                  </Button>
                </Setting>
              </SettingGroup>
            </Show>
            <Show when={shown().room.room_type !== "dm"}>
              <GeneralSettings view={shown()} />
              <PowerSettings view={shown()} />
              <EndSettings view={shown()} />
            </Show>
          </div>
        </Dialog>
      )}
    </Show>
  );
}
