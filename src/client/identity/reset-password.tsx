import { Match, Switch } from "solid-js";
import css from "#/client/identity/door.module.css";
import { createDoor, DoorForm, type Kept } from "#/client/identity/door-form.tsx";
import { DoorError, DoorPage, DoorParagraph, DoorWords } from "#/client/identity/door-page.tsx";
import { MailField } from "#/client/identity/mail-field.tsx";
import { MailSent } from "#/client/identity/mail-sent.tsx";
import { NewPassword } from "#/client/identity/person-fields.tsx";
import { type LinkFor, NoPasswords } from "#/client/identity/register.tsx";
import type { Ways } from "#/client/identity/sign-in.tsx";
import { UsernameForManagers } from "#/client/identity/username-for-managers.tsx";
import { say } from "#/client/language/say.ts";
import { sayParts } from "#/client/language/say-parts.ts";

export type ForgotProps = Ways & {
  readonly error?: string | undefined;
  readonly notice?: string | undefined;
  readonly kept?: Kept | undefined;
};

/** Asks for a mail with a link. The answer never tells whether the address is known. */
export function Forgot(props: ForgotProps) {
  const door = createDoor(
    "/auth/forgot",
    () => props.error,
    () => props.kept,
  );
  return (
    <Switch
      fallback={
        <DoorPage tenant={props.tenant} demo={props.demo} title={say("Forgot your password?")}>
          <DoorError text={door.problem()} />
          <div class={css.card}>
            <DoorForm
              door={door}
              label={say("Forgot your password?")}
              verb={say("Send me a link")}
              busyLabel={say("Sending")}
            >
              <MailField door={door} help={say("A link goes there; with it you choose a new password.")} first />
            </DoorForm>
          </div>
          <p class={css.ways}>
            <a rel="external" href="/sign-in">
              {say("Back to sign in")}
            </a>
          </p>
        </DoorPage>
      }
    >
      <Match when={props.notice === "mail-sent"}>
        <MailSent tenant={props.tenant} demo={props.demo}>
          {say("If that address has an account here, a mail with a link is on its way. The link works once.")}
        </MailSent>
      </Match>
      <Match when={!props.password}>
        <NoPasswords {...props} title={say("Forgot your password?")} />
      </Match>
    </Switch>
  );
}

export type ResetPasswordProps = Ways & {
  readonly link: string;
  readonly linkFor: LinkFor | null;
  readonly error?: string | undefined;
};

/** Where the link of a reset or an invitation leads. */
export function ResetPassword(props: ResetPasswordProps) {
  const door = createDoor("/auth/reset", () => props.error);
  const isInvitation = () => props.linkFor?.purpose === "invitation";
  return (
    <Switch>
      <Match when={!props.linkFor || props.linkFor.purpose === "registration"}>
        <DoorPage tenant={props.tenant} demo={props.demo} title={say("This link has ended")}>
          <DoorWords href="/forgot" way={say("Ask for a new link")} kind="primary">
            <DoorParagraph>
              {say("It was used already or has expired. If it was an invitation, ask an admin to invite you again.")}
            </DoorParagraph>
          </DoorWords>
        </DoorPage>
      </Match>
      <Match when={props.linkFor}>
        {(found) => (
          <DoorPage
            tenant={props.tenant}
            demo={props.demo}
            title={
              isInvitation() ? say("Welcome, {name}", { name: found().display_name }) : say("Choose a new password")
            }
          >
            <DoorError text={door.problem()} />
            <div class={css.card}>
              <p class={`${css.words} ${css.lead}`}>
                {sayParts(
                  isInvitation()
                    ? "Choose a password for {mail} and you are in."
                    : "For {mail}. You are signed out everywhere else.",
                  { mail: <strong>{found().email}</strong> },
                )}
              </p>
              <DoorForm
                door={door}
                label={isInvitation() ? say("Choose a password") : say("Choose a new password")}
                verb={isInvitation() ? say("Come in") : say("Change password")}
                busyLabel={say("Saving")}
              >
                <input type="hidden" name="link" value={props.link} />
                <UsernameForManagers email={found().email} />
                <NewPassword door={door} first />
              </DoorForm>
            </div>
          </DoorPage>
        )}
      </Match>
    </Switch>
  );
}
