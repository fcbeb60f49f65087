import { createSignal, For, onMount, Show } from "solid-js";
import { type Language, language, say } from "#/client/language/say.ts";
import { choose } from "#/client/shell/choose.ts";
import { look } from "#/client/shell/look.ts";
import {
  contrasts,
  densities,
  hours,
  landings,
  languages,
  onOff,
  readings,
  senders,
  sizes,
  themes,
  zones,
} from "#/client/shell/preference-choices.ts";
import css from "#/client/shell/preferences-page.module.css";
import { useSession } from "#/client/shell/session.tsx";
import { createSaved, Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { asSwError } from "#/client/sync/server.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import type { ScreenPreferences } from "#/domain/participants/preferences.ts";

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
      setProblem({ what, text: say("Not saved. {message}", { message: asSwError(error).message }) });
    }
  }
  const told = (what: string) => ({
    saved: saved.is(what),
    problem: problem()?.what === what ? problem()?.text : undefined,
  });

  return (
    <SettingsPage title={say("Preferences")}>
      <SettingGroup title={say("Appearance")} help={say("The same on all your devices.")}>
        <Setting label={say("Theme")} {...told("theme")}>
          <Select
            label={say("Theme")}
            options={themes()}
            value={look().theme}
            onChange={(theme) => void save("theme", { theme })}
          />
        </Setting>
        <Setting label={say("Contrast")} help={say("High makes all text and edges stronger.")} {...told("contrast")}>
          <Select
            label={say("Contrast")}
            options={contrasts()}
            value={look().contrast}
            onChange={(contrast) => void save("contrast", { contrast })}
          />
        </Setting>
        <Setting
          label={say("Density")}
          help={say("Compact shows more rooms and messages at once.")}
          {...told("density")}
        >
          <Select
            label={say("Density")}
            options={densities()}
            value={look().density}
            onChange={(density) => void save("density", { density })}
          />
        </Setting>
        <Setting label={say("Text size")} {...told("size")}>
          <Select
            label={say("Text size")}
            options={sizes()}
            value={look().text}
            onChange={(font_size) => void save("size", { font_size })}
          />
        </Setting>
      </SettingGroup>
      <SettingGroup title={say("Language and time")}>
        <Setting label={say("Language")} help={say("The documentation is in English.")} {...told("language")}>
          <Select
            label={say("Language")}
            options={languages()}
            value={screen().locale}
            onChange={(locale) => void save("language", { locale }).then(() => speakAnew(locale))}
          />
        </Setting>
        <Setting label={say("Time format")} {...told("hours")}>
          <Select
            label={say("Time format")}
            options={hours()}
            value={screen().time_format}
            onChange={(time_format) => void save("hours", { time_format })}
          />
        </Setting>
        <Setting label={say("Time zone")} help={zoneHelp(screen())} {...told("zone")}>
          <Select
            label={say("Time zone")}
            options={zones()}
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
      <SettingGroup title={say("Reading")}>
        <Setting
          label={say("Open rooms at")}
          help={say("Where a room with something new is opened.")}
          {...told("open")}
        >
          <Select
            label={say("Open rooms at")}
            options={landings()}
            value={screen().open_rooms_at}
            onChange={(open_rooms_at) => void save("open", { open_rooms_at })}
          />
        </Setting>
        <Setting
          label={say("Messages count as read")}
          help={say("Always after a second in a focused window.")}
          {...told("read")}
        >
          <Select
            label={say("Messages count as read")}
            options={readings()}
            value={screen().read_marker_mode}
            onChange={(read_marker_mode) => void save("read", { read_marker_mode })}
          />
        </Setting>
        <Setting
          label={say("Say new messages")}
          help={say("To a screen reader, in the room that is open.")}
          {...told("announce")}
        >
          <Select
            label={say("Say new messages")}
            options={onOff()}
            value={screen().announce_messages ? "on" : "off"}
            onChange={(value) => void save("announce", { announce_messages: value === "on" })}
          />
        </Setting>
      </SettingGroup>
      <SettingGroup title={say("Keyboard")}>
        <Setting
          label={say("Send messages with")}
          help={
            screen().send_with === "enter" ? say("Shift+Enter begins a new line.") : say("Enter begins a new line.")
          }
          {...told("send")}
        >
          <Select
            label={say("Send messages with")}
            options={senders()}
            value={screen().send_with}
            onChange={(send_with) => void save("send", { send_with })}
          />
        </Setting>
        <Setting
          label={say("Single keys")}
          help={say(
            "While you are not writing: j and k between messages, n next unread room, p next unread person, r reply, c write, x new direct message, / search.",
          )}
          {...told("keys")}
        >
          <Select
            label={say("Single keys")}
            options={onOff()}
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
  return screen.zone_from_device
    ? say("Times are told where each device is.")
    : say("Times are told as in {timezone}.", { timezone: screen.timezone });
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
    <Setting label={say("Zone")} help={say("Such as Europe/Amsterdam.")} saved={props.saved} problem={props.problem}>
      <form
        class={css.zone}
        onSubmit={(event) => {
          event.preventDefault();
          const zone = (written() ?? "").trim();
          if (zone) void props.onSave(zone).then(() => setWritten(undefined));
        }}
      >
        <TextField
          label={say("Zone")}
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
        <Button type="submit" disabledReason={written() === undefined ? say("Choose another zone first") : undefined}>
          {say("Save")}
        </Button>
      </form>
    </Setting>
  );
}
