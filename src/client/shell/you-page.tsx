import { createSignal, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { presenceChoices, stickyOf } from "#/client/presence/presence-entries.ts";
import { createDeed } from "#/client/shell/deed.ts";
import { markOf, personOf, presenceOf, presenceWords } from "#/client/shell/people.ts";
import { useSession } from "#/client/shell/session.tsx";
import { createSaved, Setting, SettingGroup } from "#/client/shell/setting.tsx";
import { SettingsPage } from "#/client/shell/settings-page.tsx";
import css from "#/client/shell/you.module.css";
import { choosePresence, signOut } from "#/client/shell/you-verbs.ts";
import { api } from "#/client/sync/api.ts";
import { Button } from "#/client/ui/controls/button.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { Select } from "#/client/ui/overlays/select.tsx";
import { Avatar } from "#/client/ui/people/avatar.tsx";

/** Oneself, as others see one. Everything but one's name takes effect at once. */
export function YouPage() {
  const session = useSession();
  const me = () => session.state.me;
  return (
    <SettingsPage
      title={say("You")}
      head={
        <div class={css.who}>
          <Avatar person={personOf(me())} size={64} presence={markOf(me(), session.state)} />
          <div>
            <p class={css.name}>{me().display_name}</p>
            <p class={css.handle}>
              @{me().local_id} · {me().server_name}
            </p>
            <Show when={me().email}>{(email) => <p class={css.handle}>{email()}</p>}</Show>
          </div>
        </div>
      }
    >
      <SettingGroup title={say("Profile")}>
        <NameSetting />
        <Setting label={say("How others see you")} help={presenceWords(presenceOf(me().id, session.state))}>
          <Select
            label={say("How others see you")}
            options={presenceChoices()}
            value={me().sticky_presence ?? "auto"}
            onChange={(value) => void choosePresence(session, stickyOf(value))}
          />
        </Setting>
      </SettingGroup>
      <form
        class={css.out}
        method="post"
        action="/auth/sign-out"
        onSubmit={(event) => {
          event.preventDefault();
          void signOut(session);
        }}
      >
        <Button type="submit">{say("Sign out")}</Button>
      </form>
    </SettingsPage>
  );
}

/** The stream brings the new name back to every screen, this one too. */
function NameSetting() {
  const session = useSession();
  const deed = createDeed();
  const saved = createSaved();
  const [written, setWritten] = createSignal<string>();
  const name = () => session.state.me.display_name;
  const changed = () => written() !== undefined && written()?.trim() !== name();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const display_name = written()?.trim();
    if (!display_name || !changed()) return;
    if (!(await deed.run(() => api.participants.updateProfile.mutate({ display_name })))) return;
    saved.say("name");
    setWritten(undefined);
  };
  return (
    <Setting
      label={say("Name")}
      help={say("Shown beside everything you write.")}
      saved={saved.is("name")}
      problem={written()?.trim() === "" ? say("Write a name.") : deed.problem()}
    >
      <form class={css.nameForm} onSubmit={(event) => void save(event)}>
        <TextField
          label={say("Name")}
          hideLabel
          value={written() ?? name()}
          autocomplete="name"
          maxLength={80}
          onInput={setWritten}
        />
        <Button
          type="submit"
          busy={deed.busy()}
          busyLabel={say("Saving")}
          disabledReason={changed() ? undefined : say("Change the name first")}
        >
          {say("Save")}
        </Button>
      </form>
    </Setting>
  );
}
