import { createSignal, For, onMount, Show } from "solid-js";
import { type Language, language, say } from "#/client/language/say.ts";
import { choose } from "#/client/shell/choose.ts";
import { shortcut } from "#/client/shell/device.ts";
import { look } from "#/client/shell/look.ts";
import css from "#/client/shell/preferences-page.module.css";
import { useSession } from "#/client/shell/session.tsx";
import { createSaved, Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import type { ScreenPreferences } from "#/domain/participants/preferences.ts";

const themes = [
  { value: "system", label: "As each device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;
const contrasts = [
  { value: "normal", label: "Normal" },
  { value: "more", label: "High" },
] as const;
const densities = [
  { value: "comfortable", label: "Comfortable" },
  { value: "compact", label: "Compact" },
] as const;
const sizes = [
  { value: "90", label: "Small, 90 %" },
  { value: "100", label: "Normal" },
  { value: "112", label: "Large, 112 %" },
  { value: "125", label: "Largest, 125 %" },
] as const;
const languages = [
  { value: "en", label: "English" },
  { value: "nl", label: "Nederlands" },
  { value: "de", label: "Deutsch" },
] as const;
const hours = [
  { value: "24h", label: "14:02" },
  { value: "12h", label: "2:02 pm" },
] as const;
const zones = [
  { value: "device", label: "As each device" },
  { value: "own", label: "One for all devices" },
] as const;
const senders = () =>
  [
    { value: "enter", label: "Enter" },
    { value: "ctrl_enter", label: shortcut("Enter") },
  ] as const;
const onOff = [
  { value: "off", label: "Off" },
  { value: "on", label: "On" },
] as const;

/** How the product looks and answers to keys, on every device of one's own. Everything takes effect at once. */
export function PreferencesPage() {
  const session = useSession();
  const saved = createSaved();
  const [problem, setProblem] = createSignal<{ readonly what: string; readonly text: string }>();
  const screen = () => session.state.own.screen;

  async function save(what: string, part: Partial<ScreenPreferences>): Promise<void> {
    setProblem(undefined);
    try {
      await choose(session, part);
      saved.say(what);
    } catch (error) {
      setProblem({ what, text: `Not saved. ${asSwError(error).message}` });
    }
  }
  const told = (what: string) => ({
    saved: saved.is(what),
    problem: problem()?.what === what ? problem()?.text : undefined,
  });

  return (
    <SettingsPage title="Preferences">
      <SettingGroup title="Appearance" help="The same on all your devices.">
        <Setting label="Theme" {...told("theme")}>
          <Select
            label="Theme"
            options={themes}
            value={look().theme}
            onChange={(theme) => void save("theme", { theme })}
          />
        </Setting>
        <Setting label="Contrast" help="High makes all text and edges stronger." {...told("contrast")}>
          <Select
            label="Contrast"
            options={contrasts}
            value={look().contrast}
            onChange={(contrast) => void save("contrast", { contrast })}
          />
        </Setting>
        <Setting label="Density" help="Compact shows more rooms and messages at once." {...told("density")}>
          <Select
            label="Density"
            options={densities}
            value={look().density}
            onChange={(density) => void save("density", { density })}
          />
        </Setting>
        <Setting label="Text size" {...told("size")}>
          <Select
            label="Text size"
            options={sizes}
            value={look().text}
            onChange={(font_size) => void save("size", { font_size })}
          />
        </Setting>
      </SettingGroup>
      <SettingGroup title="Language and time">
        <Setting label="Language" help={say("The documentation is in English.")} {...told("language")}>
          <Select
            label="Language"
            options={languages}
            value={screen().locale}
            onChange={(locale) => void save("language", { locale }).then(() => speakAnew(locale))}
          />
        </Setting>
        <Setting label="Time format" {...told("hours")}>
          <Select
            label="Time format"
            options={hours}
            value={screen().time_format}
            onChange={(time_format) => void save("hours", { time_format })}
          />
        </Setting>
        <Setting label="Time zone" help={zoneHelp(screen())} {...told("zone")}>
          <Select
            label="Time zone"
            options={zones}
            value={screen().zone_from_device ? "device" : "own"}
            onChange={(value) =>
              void save(
                "zone",
                value === "device" ? { zone_from_device: true } : { timezone: deviceZone(), zone_from_device: false },
              )
            }
          />
        </Setting>
        <Show when={!screen().zone_from_device}>
          <ZoneSetting
            zone={screen().timezone}
            onSave={(timezone) => save("own", { timezone, zone_from_device: false })}
            {...told("own")}
          />
        </Show>
      </SettingGroup>
      <SettingGroup title="Keyboard">
        <Setting
          label="Send messages with"
          help={screen().send_with === "enter" ? "Shift+Enter begins a new line." : "Enter begins a new line."}
          {...told("send")}
        >
          <Select
            label="Send messages with"
            options={senders()}
            value={screen().send_with}
            onChange={(send_with) => void save("send", { send_with })}
          />
        </Setting>
        <Setting
          label="Single keys"
          help="While you are not writing: j and k between messages, n next unread room, p next unread person, c write, x new direct message, / search."
          {...told("keys")}
        >
          <Select
            label="Single keys"
            options={onOff}
            value={screen().single_keys ? "on" : "off"}
            onChange={(value) => void save("keys", { single_keys: value === "on" })}
          />
        </Setting>
      </SettingGroup>
    </SettingsPage>
  );
}

/** What is on the page was said already: only a new page speaks another language. Not when the choice was refused. */
function speakAnew(chosen: Language): void {
  if (look().language === chosen && chosen !== language()) location.reload();
}

function deviceZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function zoneHelp(screen: ScreenPreferences): string {
  return screen.zone_from_device ? "Times are told where each device is." : `Times are told as in ${screen.timezone}.`;
}

/** A name of the zone database, with those that this browser knows to choose from. */
function ZoneSetting(props: {
  readonly zone: string;
  readonly saved: boolean;
  readonly problem: string | undefined;
  readonly onSave: (zone: string) => Promise<void>;
}) {
  const [written, setWritten] = createSignal<string>();
  const [known, setKnown] = createSignal<readonly string[]>([]);
  onMount(() => setKnown(Intl.supportedValuesOf("timeZone")));
  return (
    <Setting label="Zone" help="Such as Europe/Amsterdam." saved={props.saved} problem={props.problem}>
      <form
        class={css.zone}
        onSubmit={(event) => {
          event.preventDefault();
          const zone = (written() ?? "").trim();
          if (zone) void props.onSave(zone).then(() => setWritten(undefined));
        }}
      >
        <TextField
          label="Zone"
          hideLabel
          list="zones"
          autocomplete="off"
          maxLength={64}
          value={written() ?? props.zone}
          onInput={setWritten}
        />
        <datalist id="zones">
          <For each={known()}>{(zone) => <option value={zone} />}</For>
        </datalist>
        <Button type="submit" disabledReason={written() === undefined ? "Choose another zone first" : undefined}>
          Save
        </Button>
      </form>
    </Setting>
  );
}
