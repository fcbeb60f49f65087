import { createResource, createSignal, For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { createSaved, Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { api } from "#/client/sync/api.ts";
import { Switch } from "#/client/ui/controls/checkbox.tsx";
import type { RoomView } from "#/domain/views/state.ts";

/** What AIs may use in this room: never more than the server has on. */
export function RoomPlugins(props: { readonly view: RoomView; readonly refused: string | undefined }) {
  const roomId = () => props.view.room.id;
  const [plugins, { refetch }] = createResource(roomId, (room_id) => api.aiTools.roomPlugins.query({ room_id }));
  const saved = createSaved();
  const deed = createDeed();
  const [asked, setAsked] = createSignal<string>();
  async function turn(plugin_id: string, enabled: boolean) {
    const input = { room_id: roomId(), plugin_id, enabled };
    setAsked(plugin_id);
    if (await deed.run(() => api.aiTools.toggleInRoom.mutate(input), plugin_id)) saved.say(plugin_id);
    await refetch();
  }
  return (
    <Show when={!plugins.error && plugins.latest}>
      {(known) => (
        <SettingGroup title={say("What they may use here")} help={say("Turned off, no assistant in this room has it.")}>
          <For each={known()}>
            {(plugin) => (
              <Setting
                label={plugin.name}
                help={plugin.enabled_for_tenant ? undefined : say("Off on this server.")}
                saved={saved.is(plugin.plugin_id)}
                problem={asked() === plugin.plugin_id ? deed.problem() : undefined}
              >
                <Switch
                  label={plugin.enabled ? say("On") : say("Off")}
                  checked={plugin.enabled}
                  disabledReason={
                    props.refused ?? (plugin.enabled_for_tenant ? undefined : say("An admin can turn it on."))
                  }
                  onChange={(on) => void turn(plugin.plugin_id, on)}
                />
              </Setting>
            )}
          </For>
        </SettingGroup>
      )}
    </Show>
  );
}
