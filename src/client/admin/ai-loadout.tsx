import { For, Show } from "solid-js";
import css from "#/client/admin/ai.module.css";
import { say } from "#/client/language/say.ts";
import { SettingGroup } from "#/client/shell/setting.tsx";
import { Checkbox } from "#/client/ui/controls/checkbox.tsx";
import type { PluginInfo } from "#/domain/ai/tool-inputs.ts";

/** The plugins that an AI may use at all. What is not ticked is not there for it. */
export function PluginLoadout(props: {
  readonly plugins: readonly PluginInfo[];
  readonly chosen: readonly string[];
  readonly onChange: (plugins: readonly string[]) => void;
}) {
  const unknown = () => props.chosen.filter((id) => !props.plugins.some((plugin) => plugin.id === id));
  const tick = (id: string, on: boolean) =>
    props.onChange(on ? [...props.chosen, id] : props.chosen.filter((each) => each !== id));
  return (
    <SettingGroup
      title={say("What it may use")}
      help={say("A tool marked “asks first” does nothing until someone in the room allows it.")}
    >
      <ul class={css.plugins}>
        <For each={props.plugins}>
          {(plugin) => (
            <li class={css.plugin}>
              <Checkbox
                label={plugin.name}
                help={plugin.enabled ? plugin.description : `${plugin.description} ${say("Off on this server.")}`}
                checked={props.chosen.includes(plugin.id)}
                onChange={(on) => tick(plugin.id, on)}
              />
              <PluginTools plugin={plugin} />
            </li>
          )}
        </For>
        <For each={unknown()}>
          {(id) => (
            <li class={css.plugin}>
              <Checkbox label={id} help={say("Not installed here.")} checked onChange={(on) => tick(id, on)} />
            </li>
          )}
        </For>
      </ul>
    </SettingGroup>
  );
}

export function PluginTools(props: { readonly plugin: PluginInfo }) {
  return (
    <ul class={css.tools}>
      <For each={props.plugin.tools}>
        {(tool) => (
          <li class={css.tool} data-asks={tool.side_effects ? "" : undefined} title={tool.description}>
            {tool.name}
            <Show when={tool.side_effects}>{` · ${say("asks first")}`}</Show>
          </li>
        )}
      </For>
    </ul>
  );
}
