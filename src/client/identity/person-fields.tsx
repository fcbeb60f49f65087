import { createSignal, untrack } from "solid-js";
import css from "#/client/identity/door.module.css";
import type { Door } from "#/client/identity/door-form.tsx";
import { passwordLength, passwordRule, shortNameOf, shortNameRule } from "#/client/identity/door-words.ts";
import { PasswordField } from "#/client/identity/password-field.tsx";
import { say } from "#/client/language/say.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";

/** Who somebody new is: a name, a short name that follows it until one writes another, and a password. */
export function PersonFields(props: { readonly door: Door; readonly first?: boolean | undefined }) {
  let shortName!: HTMLInputElement;
  const [isOwn, setOwn] = createSignal(Boolean(untrack(() => props.door.kept("local_id"))));
  return (
    <>
      <TextField
        label={say("Your name")}
        name="display_name"
        size="large"
        autocomplete="name"
        value={props.door.kept("display_name")}
        required
        maxLength={80}
        autofocus={props.door.beginsIn("display_name", props.first)}
        error={props.door.errorOf("display_name")}
        onInput={(name) => {
          if (!isOwn()) shortName.value = shortNameOf(name);
        }}
      />
      <TextField
        ref={shortName}
        label={say("Short name")}
        name="local_id"
        size="large"
        autocomplete="username"
        value={props.door.kept("local_id")}
        autocapitalize="none"
        spellcheck={false}
        required
        maxLength={64}
        pattern="[a-z0-9]([a-z0-9._\-]*[a-z0-9])?"
        help={shortNameRule()}
        start={
          <span class={css.at} aria-hidden="true">
            @
          </span>
        }
        autofocus={props.door.beginsIn("local_id")}
        error={props.door.errorOf("local_id")}
        onInput={() => setOwn(true)}
      />
      <NewPassword door={props.door} />
    </>
  );
}

export function NewPassword(props: { readonly door: Door; readonly first?: boolean | undefined }) {
  return (
    <PasswordField
      label={say("Password")}
      name="password"
      size="large"
      autocomplete="new-password"
      minLength={passwordLength}
      help={passwordRule()}
      autofocus={props.door.beginsIn("password", props.first)}
      error={props.door.errorOf("password")}
    />
  );
}
