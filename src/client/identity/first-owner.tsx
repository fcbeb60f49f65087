import { Show } from "solid-js";
import css from "#/client/identity/door.module.css";
import { createDoor, DoorForm, type Kept } from "#/client/identity/door-form.tsx";
import { DoorError, DoorPage, DoorParagraph, DoorWords } from "#/client/identity/door-page.tsx";
import { MailField } from "#/client/identity/mail-field.tsx";
import { PersonFields } from "#/client/identity/person-fields.tsx";
import type { Ways } from "#/client/identity/sign-in.tsx";
import { say } from "#/client/language/say.ts";
import { TextField } from "#/client/ui/controls/text-field.tsx";

export type FirstOwnerProps = Ways & { readonly error?: string | undefined; readonly kept?: Kept | undefined };

/** Makes the first owner of a production server, with the code that its first start printed. */
export function FirstOwner(props: FirstOwnerProps) {
  const door = createDoor(
    "/auth/setup",
    () => props.error,
    () => props.kept,
  );
  return (
    <Show
      when={props.setup}
      fallback={
        <DoorPage tenant={props.tenant} demo={props.demo} title={say("Set up already")}>
          <DoorWords href="/sign-in" way={say("Sign in")} kind="primary">
            <DoorParagraph>{say("This server has its owner. Ask them to invite you.")}</DoorParagraph>
          </DoorWords>
        </DoorPage>
      }
    >
      <DoorPage tenant={props.tenant} demo={props.demo} title={say("Set up {name}", { name: props.tenant.name })}>
        <DoorError text={door.problem()} />
        <div class={css.card}>
          <DoorForm door={door} label={say("Set up")} verb={say("Become the owner")} busyLabel={say("Setting up")}>
            <TextField
              label={say("Setup code")}
              name="code"
              size="large"
              autocomplete="one-time-code"
              autocapitalize="none"
              spellcheck={false}
              required
              maxLength={100}
              help={say("Paste the setup code from the server's first start.")}
              autofocus={door.beginsIn("code", true)}
              error={door.errorOf("code")}
            />
            <MailField door={door} />
            <PersonFields door={door} />
          </DoorForm>
        </div>
      </DoorPage>
    </Show>
  );
}
