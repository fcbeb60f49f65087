import CircleAlert from "lucide-solid/icons/circle-alert";
import { For, Match, Show, Switch } from "solid-js";
import css from "#/client/identity/door.module.css";
import { createDoor, DoorForm } from "#/client/identity/door-form.tsx";
import { DoorError, DoorNotice, DoorPage, type DoorTenant } from "#/client/identity/door-page.tsx";
import { doorNotice } from "#/client/identity/door-words.ts";
import { PasswordField } from "#/client/identity/password-field.tsx";
import { say } from "#/client/language/say.ts";
import { ButtonLink } from "#/client/ui/controls/button.tsx";
import { TextField } from "#/client/ui/controls/text-field.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { PersonRow } from "#/client/ui/people/person-row.tsx";

/** The ways in that a tenant has; a visitor is told of these and nothing more. */
export type Ways = DoorTenant & {
  readonly people: readonly {
    readonly id: string;
    readonly display_name: string;
    readonly local_id: string;
    readonly admin: boolean;
  }[];
  readonly password: boolean;
  readonly provider: { readonly name: string } | null;
  readonly registration: boolean;
  readonly setup: boolean;
};

export type SignInProps = Ways & {
  /** Where to go afterwards: a path of this site. */
  readonly next?: string | undefined;
  readonly error?: string | undefined;
  readonly notice?: string | undefined;
};

const shownPeople = 6;

/** The door. Every choice is a plain form or link, so it opens without scripts. */
export function SignIn(props: SignInProps) {
  const door = createDoor("/auth/sign-in", () => props.error);
  const hasNone = () => props.people.length === 0 && !props.password && !props.provider;
  return (
    <DoorPage tenant={props.tenant} demo={props.demo}>
      <DoorNotice text={doorNotice(props.notice)} />
      <DoorError text={door.problem()} />
      <Switch>
        <Match when={props.setup}>
          <div class={css.card}>
            <p class={css.words}>
              {say(
                "This server has no owner yet. Its first start printed a setup code: with it you make the first account.",
              )}
            </p>
            <div class={css.after}>
              <ButtonLink href="/setup" rel="external" kind="primary" wide>
                {say("Set up {name}", { name: props.tenant.name })}
              </ButtonLink>
            </div>
          </div>
        </Match>
        <Match when={hasNone()}>
          <Nobody demo={props.demo} />
        </Match>
        <Match when={props.people.length > 0}>
          <DemoPeople {...props} />
        </Match>
        <Match when={props.provider || props.password}>
          <div class={css.card}>
            <Show when={props.provider}>
              {(provider) => (
                <div class={css.provider}>
                  <ButtonLink
                    href={providerHref(props.next)}
                    rel="external"
                    kind={props.password ? "secondary" : "primary"}
                    wide
                  >
                    {say("Continue with {provider}", { provider: provider().name })}
                  </ButtonLink>
                </div>
              )}
            </Show>
            <Show when={props.provider && props.password}>
              <p class={css.or}>{say("or with a password")}</p>
            </Show>
            <Show when={props.password}>
              <DoorForm door={door} label={say("Sign in")} verb={say("Sign in")} busyLabel={say("Signing in")}>
                <input type="hidden" name="next" value={props.next ?? "/"} />
                <TextField
                  label={say("Mail address or short name")}
                  name="login"
                  size="large"
                  autocomplete="username"
                  autocapitalize="none"
                  spellcheck={false}
                  required
                  maxLength={320}
                  autofocus={door.beginsIn("login", !props.provider)}
                  error={door.errorOf("login")}
                />
                <PasswordField
                  label={say("Password")}
                  name="password"
                  size="large"
                  autocomplete="current-password"
                  autofocus={door.beginsIn("password")}
                  error={door.errorOf("password")}
                />
              </DoorForm>
            </Show>
          </div>
          <Show when={props.password}>
            <p class={css.ways}>
              <a rel="external" href="/forgot">
                {say("Forgot your password?")}
              </a>
              <Show when={props.registration}>
                <a rel="external" href="/register">
                  {say("Create an account")}
                </a>
              </Show>
            </p>
          </Show>
        </Match>
      </Switch>
    </DoorPage>
  );
}

function providerHref(next: string | undefined): string {
  return next ? `/auth/provider?next=${encodeURIComponent(next)}` : "/auth/provider";
}

function DemoPeople(props: SignInProps) {
  return (
    <>
      <form class={css.people} method="post" action="/auth/demo" aria-labelledby="sign-in-as">
        <h2 class={css.peopleLead} id="sign-in-as">
          {say("Who do you want to be?")}
        </h2>
        <input type="hidden" name="next" value={props.next ?? "/"} />
        <For each={props.people.slice(0, shownPeople)}>
          {(person) => (
            <button class={css.person} type="submit" name="participant" value={person.id}>
              <PersonRow
                person={{ id: person.id, name: person.display_name, kind: "person" }}
                handle={`@${person.local_id}`}
                note={person.admin ? say("admin") : undefined}
              />
            </button>
          )}
        </For>
      </form>
      <p class={css.foot}>{say("Open a second window as someone else to see both sides of a conversation.")}</p>
    </>
  );
}

function Nobody(props: { readonly demo: boolean }) {
  return (
    <EmptyState
      icon={<CircleAlert />}
      title={say("Nobody can sign in yet")}
      text={
        props.demo
          ? say("This demo was started empty. Start it once without --empty to get people and rooms.")
          : say(
              "The operator of this server chooses how people sign in with SCAIWAVE_AUTH_MODE; “scaiwave config” shows what is set.",
            )
      }
    />
  );
}
