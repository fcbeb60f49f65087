import Puzzle from "lucide-solid/icons/puzzle";
import { createSignal, For, Show } from "solid-js";
import css from "#/client/admin/ai.module.css";
import { PluginTools } from "#/client/admin/ai-loadout.tsx";
import { say } from "#/client/language/say.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { createSaved, Reading, Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { Switch } from "#/client/ui/controls/checkbox.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import type { PluginInfo } from "#/domain/ai/tool-inputs.ts";
import type { ErrorCode } from "#/domain/errors.ts";

export type AiPluginsPageProps = {
  readonly plugins: { ok: true; value: readonly PluginInfo[] } | { ok: false; code: ErrorCode } | undefined;
  readonly again: () => void;
  readonly toggle: (input: { plugin_id: string; enabled: boolean }) => Promise<unknown>;
};

/** What assistants of this server may be given at all. */
export function AiPluginsPage(props: AiPluginsPageProps) {
  return (
    <SettingsPage title={say("Plugins")}>
      <Reading what={say("The list of plugins")} from={props.plugins} again={props.again}>
        {(plugins) => (
          <Show
            when={plugins().length > 0}
            fallback={
              <EmptyState
                icon={<Puzzle />}
                title={say("No plugins")}
                text={say("This server was built without any.")}
              />
            }
          >
            <Plugins plugins={plugins()} toggle={props.toggle} again={props.again} />
          </Show>
        )}
      </Reading>
    </SettingsPage>
  );
}

function Plugins(props: { readonly plugins: readonly PluginInfo[] } & Pick<AiPluginsPageProps, "toggle" | "again">) {
  const saved = createSaved();
  const deed = createDeed();
  const [asked, setAsked] = createSignal<string>();
  async function turn(plugin: PluginInfo, enabled: boolean) {
    setAsked(plugin.id);
    if (await deed.run(() => props.toggle({ plugin_id: plugin.id, enabled }), plugin.id)) saved.say(plugin.id);
    props.again();
  }
  return (
    <SettingGroup
      title={say("On this server")}
      help={say("An assistant uses what is on here, in its own list, and not turned off in the room.")}
    >
      <For each={props.plugins}>
        {(plugin) => (
          <Setting
            label={plugin.name}
            help={
              <>
                {plugin.description} <span class={css.faint}>{plugin.id}</span>
                <PluginTools plugin={plugin} />
              </>
            }
            saved={saved.is(plugin.id)}
            problem={asked() === plugin.id ? deed.problem() : undefined}
          >
            <Switch
              label={plugin.enabled ? say("On") : say("Off")}
              checked={plugin.enabled}
              onChange={(on) => void turn(plugin, on)}
            />
          </Setting>
        )}
      </For>
    </SettingGroup>
  );
}
