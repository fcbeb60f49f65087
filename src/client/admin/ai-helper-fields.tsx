import css from "#/client/admin/ai.module.css";
import { say } from "#/client/language/say.ts";
import { SettingGroup } from "#/client/shell/setting.tsx";
import { Checkbox } from "#/client/ui/controls/checkbox.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import type { HelperSettings } from "#/domain/ai/schema.ts";

/** How other assistants consult this one. */
export function AiHelperFields(props: {
  readonly helper: HelperSettings;
  readonly onChange: (part: Partial<HelperSettings>) => void;
}) {
  return (
    <SettingGroup title={say("When other assistants ask it")} help={say("One question, one answer.")}>
      <div class={css.fields}>
        <Checkbox
          label={say("Other assistants may ask it")}
          checked={props.helper.helper_enabled}
          onChange={(helper_enabled) => props.onChange({ helper_enabled })}
        />
        <TextField
          label={say("What to ask it for")}
          help={say("Other assistants choose by these words.")}
          maxLength={500}
          value={props.helper.helper_role_description}
          onInput={(helper_role_description) => props.onChange({ helper_role_description })}
        />
        <div class={css.pair}>
          <TextField
            type="number"
            label={say("Temperature")}
            help={say("0 to 2.")}
            min={0}
            max={2}
            step={0.01}
            value={String(props.helper.helper_temperature / 100)}
            onInput={(value) => props.onChange({ helper_temperature: Math.round(Number(value) * 100) })}
          />
          <TextField
            type="number"
            label={say("Tokens a day")}
            min={0}
            max={1_000_000_000}
            step={1}
            value={String(props.helper.helper_daily_token_cap)}
            onInput={(value) => props.onChange({ helper_daily_token_cap: Math.round(Number(value)) })}
          />
        </div>
        <Checkbox
          label={say("Only through the common tool for all helpers")}
          help={say("It gets no tool of its own; saves words where there are many helpers.")}
          checked={props.helper.above_threshold_dispatcher_only}
          onChange={(above_threshold_dispatcher_only) => props.onChange({ above_threshold_dispatcher_only })}
        />
      </div>
    </SettingGroup>
  );
}
