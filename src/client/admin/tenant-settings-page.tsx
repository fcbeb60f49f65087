import { createSignal, For, Show } from "solid-js";
import type { Admin } from "#/client/admin/admin.ts";
import css from "#/client/admin/tenant-settings.module.css";
import { say } from "#/client/language/say.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { createSaved, Reading, Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { Switch } from "#/client/ui/controls/checkbox.tsx";
import { ChoiceCard } from "#/client/ui/controls/choice-card.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { TextArea, TextField } from "#/client/ui/controls/text-field.tsx";
import type { ErrorCode } from "#/domain/errors.ts";
import type { RegistrationMode, TenantSettings, UpdateSettingsInput } from "#/domain/tenants/settings.ts";

export type TenantSettingsPageProps = {
  readonly settings: { ok: true; value: TenantSettings } | { ok: false; code: ErrorCode } | undefined;
  readonly again: () => void;
  readonly update: Admin["updateSettings"];
};

/** What the admins of a tenant decide for it. */
export function TenantSettingsPage(props: TenantSettingsPageProps) {
  return (
    <SettingsPage title={say("Server settings")}>
      <Reading what={say("The settings")} from={props.settings} again={props.again}>
        {(settings) => <Settings settings={settings()} update={props.update} />}
      </Reading>
    </SettingsPage>
  );
}

const modes: readonly { readonly mode: RegistrationMode; readonly label: string; readonly help: string }[] = [
  {
    mode: "closed",
    get label() {
      return say("By invitation only");
    },
    get help() {
      return say("Admins invite each person by mail.");
    },
  },
  {
    mode: "domains",
    get label() {
      return say("People of some mail domains");
    },
    get help() {
      return say("Whoever can read mail at one of them.");
    },
  },
  {
    mode: "open",
    get label() {
      return say("Everybody");
    },
    get help() {
      return say("Whoever can read mail at any address.");
    },
  },
];

function Settings(props: { readonly settings: TenantSettings; readonly update: Admin["updateSettings"] }) {
  const [known, setKnown] = createSignal(props.settings);
  const deed = createDeed();
  const saved = createSaved();
  const [asked, setAsked] = createSignal<string>();
  const problemOf = (what: string) => (asked() === what ? deed.problem() : undefined);

  async function save(what: string, change: UpdateSettingsInput): Promise<boolean> {
    setAsked(what);
    const isDone = await deed.run(async () => setKnown(await props.update(change)), what);
    if (isDone) saved.say(what);
    return isDone;
  }

  /** Shown at once; a refusal puts the dot back to what holds. */
  const [chosen, setChosen] = createSignal(known().registration);
  async function choose(mode: RegistrationMode) {
    setChosen(mode);
    if (!(await save(mode, { registration: mode }))) setChosen(known().registration);
  }

  return (
    <>
      <SettingGroup title={say("Server")}>
        <NameSetting
          name={known().name}
          busy={deed.busy("name")}
          saved={saved.is("name")}
          problem={problemOf("name")}
          onSave={(name) => save("name", { name })}
        />
      </SettingGroup>
      <SettingGroup title={say("Who may make an account")} help={say("Invitations work in any case.")}>
        <fieldset class={css.modes} aria-label={say("Who may make an account")}>
          <For each={modes}>
            {({ mode, label, help }) => (
              <ChoiceCard
                name="registration"
                checked={chosen() === mode}
                onChoose={() => void choose(mode)}
                label={
                  <>
                    {label}
                    <span class={css.choiceSaved} role="status">
                      {saved.is(mode) ? say("Saved") : ""}
                    </span>
                  </>
                }
                help={help}
              />
            )}
          </For>
          <Problem text={problemOf("closed") ?? problemOf("domains") ?? problemOf("open")} />
        </fieldset>
        <Show when={known().registration === "domains"}>
          <Domains
            domains={known().registration_domains}
            busy={deed.busy("list")}
            saved={saved.is("list")}
            problem={problemOf("list")}
            onSave={(registration_domains) => save("list", { registration_domains })}
          />
        </Show>
      </SettingGroup>
      <SettingGroup title={say("Programs")}>
        <Setting
          label={say("Let programs sign in with a password")}
          help={say(
            "Old scripts may need it. Off, programs use access tokens, which can be limited and revoked one by one.",
          )}
          saved={saved.is("grant")}
          problem={problemOf("grant")}
        >
          <Switch
            label={<span class={css.switchWord}>{known().password_grant_enabled ? say("On") : say("Off")}</span>}
            name="password_grant_enabled"
            checked={known().password_grant_enabled}
            onChange={(password_grant_enabled) => void save("grant", { password_grant_enabled })}
          />
        </Setting>
      </SettingGroup>
    </>
  );
}

type Written<T> = {
  readonly busy: boolean;
  readonly saved: boolean;
  readonly problem: string | undefined;
  readonly onSave: (value: T) => Promise<boolean>;
};

function NameSetting(props: Written<string> & { readonly name: string }) {
  const [written, setWritten] = createSignal<string>();
  const changed = () => written() !== undefined && written()?.trim() !== props.name;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const name = written()?.trim();
    if (name && changed() && (await props.onSave(name))) setWritten(undefined);
  };
  return (
    <Setting
      label={say("Name")}
      help={say("Heads the sign-in page and every mail.")}
      saved={props.saved}
      problem={written()?.trim() === "" ? say("Write a name.") : props.problem}
    >
      <form class={css.inline} onSubmit={(event) => void save(event)}>
        <TextField
          label={say("Name of this server")}
          hideLabel
          autocomplete="off"
          maxLength={80}
          value={written() ?? props.name}
          onInput={setWritten}
        />
        <Button type="submit" busy={props.busy} disabledReason={changed() ? undefined : say("Change the name first")}>
          {say("Save")}
        </Button>
      </form>
    </Setting>
  );
}

const domainForm = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;
const mostDomains = 50;

function Domains(props: Written<string[]> & { readonly domains: readonly string[] }) {
  const [written, setWritten] = createSignal<string>();
  const [problem, setProblem] = createSignal<string>();
  const listed = () => domainsOf(written() ?? "");
  const changed = () => written() !== undefined && listed().join() !== props.domains.join();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const wrong = listed().find((domain) => !domainForm.test(domain));
    setProblem(
      wrong
        ? say("“{value}” is not a domain. Write it as example.com.", { value: wrong.slice(0, 60) })
        : tooMany(listed().length),
    );
    if (!problem() && changed() && (await props.onSave(listed()))) setWritten(undefined);
  };
  return (
    <form class={css.domains} onSubmit={(event) => void save(event)}>
      <TextArea
        label={say("Mail domains")}
        help={
          props.domains.length === 0
            ? say("One a line. While there is none, nobody can register.")
            : say("One a line, whole: subdomains count as others.")
        }
        placeholder="example.com"
        spellcheck={false}
        autocapitalize="none"
        value={written() ?? props.domains.join("\n")}
        onInput={setWritten}
        error={problem() ?? props.problem}
      />
      <div class={css.domainsEnd}>
        <span class={css.choiceSaved} role="status">
          {props.saved ? say("Saved") : ""}
        </span>
        <Button type="submit" busy={props.busy} disabledReason={changed() ? undefined : say("Change the list first")}>
          {say("Save domains")}
        </Button>
      </div>
    </form>
  );
}

function domainsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .map((word) => word.replace(/^.*@/, ""))
        .filter(Boolean),
    ),
  ];
}

function tooMany(count: number): string | undefined {
  return count > mostDomains ? say("At most {mostDomains} domains.", { mostDomains }) : undefined;
}
