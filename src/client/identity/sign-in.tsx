import CircleAlert from "lucide-solid/icons/circle-alert";
import { For, Show } from "solid-js";
import css from "#/client/identity/sign-in.module.css";
import { Mark } from "#/client/shell/mark.tsx";
import { EmptyState } from "#/client/ui/layout/empty-state.tsx";
import { Strip } from "#/client/ui/layout/strip.tsx";
import { PersonRow } from "#/client/ui/people/member-row.tsx";

/** What a visitor is shown: of the tenant its name, and in a demo who can be signed in as. */
export type SignInProps = {
  readonly tenant: { readonly name: string; readonly server_name: string };
  readonly demo: boolean;
  readonly people: readonly {
    readonly id: string;
    readonly display_name: string;
    readonly local_id: string;
    readonly admin: boolean;
  }[];
  /** Where to go afterwards: a path of this site. */
  readonly next?: string | undefined;
  readonly error?: string | undefined;
};

const shownPeople = 6;

const errors: Record<string, string> = {
  unknown: "That person can't sign in here. Choose another.",
};

/** The door. Every choice is a plain form, so it opens without scripts. */
export function SignIn(props: SignInProps) {
  return (
    <div class={css.page}>
      <Show when={props.demo}>
        <header>
          <Strip>Demo server: only on this computer</Strip>
        </header>
      </Show>
      <main class={css.column}>
        <span class={css.mark}>
          <Mark />
        </span>
        <h1 class={css.title}>{props.tenant.name}</h1>
        <p class={css.server}>{props.tenant.server_name}</p>
        <Show when={props.error}>
          {(error) => (
            <p class={css.error} role="alert">
              <CircleAlert />
              {errors[error()] ?? "Signing in didn't work. Try again."}
            </p>
          )}
        </Show>
        <Show when={props.people.length > 0} fallback={<Nobody demo={props.demo} />}>
          <form class={css.people} method="post" action="/auth/demo" aria-labelledby="sign-in-as">
            <h2 class={css.lead} id="sign-in-as">
              Who do you want to be?
            </h2>
            <input type="hidden" name="next" value={props.next ?? "/"} />
            <For each={props.people.slice(0, shownPeople)}>
              {(person) => (
                <button class={css.person} type="submit" name="participant" value={person.id}>
                  <PersonRow
                    person={{ id: person.id, name: person.display_name, kind: "person" }}
                    handle={`@${person.local_id}`}
                    note={person.admin ? "admin" : undefined}
                  />
                </button>
              )}
            </For>
          </form>
          <p class={css.foot}>Open a second window as someone else to see both sides of a conversation.</p>
        </Show>
      </main>
    </div>
  );
}

function Nobody(props: { readonly demo: boolean }) {
  return (
    <EmptyState
      icon={<CircleAlert />}
      title="Nobody can sign in yet"
      text={
        props.demo
          ? "This demo was started empty. Start it once without --empty to get people and rooms."
          : "Ask the person who runs this server."
      }
    />
  );
}
