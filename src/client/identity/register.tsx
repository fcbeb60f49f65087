import { Match, Switch } from "solid-js";
import css from "#/client/identity/door.module.css";
import { createDoor, DoorForm, type Kept } from "#/client/identity/door-form.tsx";
import { DoorError, DoorPage, DoorParagraph, DoorWords } from "#/client/identity/door-page.tsx";
import { MailField } from "#/client/identity/mail-field.tsx";
import { MailSent } from "#/client/identity/mail-sent.tsx";
import { PersonFields } from "#/client/identity/person-fields.tsx";
import type { Ways } from "#/client/identity/sign-in.tsx";
import { say } from "#/client/language/say.ts";
import { sayParts } from "#/client/language/say-parts.ts";

/** Whom a mailed link is for. */
export type LinkFor = {
  readonly purpose: "reset_password" | "invitation" | "registration";
  readonly email: string;
  readonly display_name: string | null;
};

export type RegisterProps = Ways & {
  /** The secret of the mail's link, and what the server knows of it: null when it is used or too old. */
  readonly link?: string | undefined;
  readonly linkFor?: LinkFor | null | undefined;
  readonly error?: string | undefined;
  readonly notice?: string | undefined;
  readonly kept?: Kept | undefined;
};

/** First a mail proves the address; its link leads back here, to say who one is. */
export function Register(props: RegisterProps) {
  return (
    <Switch fallback={<AskForMail {...props} />}>
      <Match when={props.link && props.linkFor?.purpose === "registration" ? props.linkFor : undefined}>
        {(found) => <CompleteRegistration {...props} link={props.link ?? ""} email={found().email} />}
      </Match>
      <Match when={props.link}>
        <DoorPage tenant={props.tenant} demo={props.demo} title={say("This link has ended")}>
          <DoorWords href="/register" way={say("Ask for a new link")} kind="primary">
            <DoorParagraph>{say("It was used already or has expired.")}</DoorParagraph>
          </DoorWords>
        </DoorPage>
      </Match>
      <Match when={props.notice === "mail-sent"}>
        <MailSent tenant={props.tenant} demo={props.demo}>
          {say("If that address may register here, a mail with a link is on its way. The link works once.")}
        </MailSent>
      </Match>
      <Match when={!props.password}>
        <NoPasswords {...props} title={say("Create an account")} />
      </Match>
      <Match when={!props.registration}>
        <DoorPage tenant={props.tenant} demo={props.demo} title={say("By invitation only")}>
          <DoorWords href="/sign-in" way={say("Back to sign in")}>
            <DoorParagraph>
              {say(
                "New people come to {server} by invitation. Ask an admin to invite you: a mail with a link then brings you in.",
                { server: props.tenant.name },
              )}
            </DoorParagraph>
          </DoorWords>
        </DoorPage>
      </Match>
    </Switch>
  );
}

export function NoPasswords(props: Ways & { readonly title: string }) {
  return (
    <DoorPage tenant={props.tenant} demo={props.demo} title={props.title}>
      <DoorWords href="/sign-in" way={say("Back to sign in")}>
        <DoorParagraph>
          {props.provider
            ? say("Accounts and passwords of {name} are kept by {name2}.", {
                name: props.tenant.name,
                name2: props.provider.name,
              })
            : say("This server has no passwords.")}
        </DoorParagraph>
      </DoorWords>
    </DoorPage>
  );
}

function AskForMail(props: RegisterProps) {
  const door = createDoor(
    "/auth/register",
    () => props.error,
    () => props.kept,
  );
  return (
    <DoorPage tenant={props.tenant} demo={props.demo} title={say("Create an account")}>
      <DoorError text={door.problem()} />
      <div class={css.card}>
        <DoorForm door={door} label={say("Create an account")} verb={say("Send me a link")} busyLabel={say("Sending")}>
          <MailField door={door} help={say("A link goes there; with it you choose a name and a password.")} first />
        </DoorForm>
      </div>
      <p class={css.ways}>
        <a rel="external" href="/sign-in">
          {say("I have an account")}
        </a>
      </p>
    </DoorPage>
  );
}

function CompleteRegistration(props: RegisterProps & { readonly link: string; readonly email: string }) {
  const door = createDoor(
    "/auth/complete-registration",
    () => props.error,
    () => props.kept,
  );
  return (
    <DoorPage tenant={props.tenant} demo={props.demo} title={say("Who are you?")}>
      <DoorError text={door.problem()} />
      <div class={css.card}>
        <p class={`${css.words} ${css.lead}`}>
          {sayParts("Your mail address is {mail}.", { mail: <strong>{props.email}</strong> })}
        </p>
        <DoorForm
          door={door}
          label={say("Create your account")}
          verb={say("Create account")}
          busyLabel={say("Creating")}
        >
          <input type="hidden" name="link" value={props.link} />
          <PersonFields door={door} first />
        </DoorForm>
      </div>
    </DoorPage>
  );
}
