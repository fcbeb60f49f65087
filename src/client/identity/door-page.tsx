import CircleAlert from "lucide-solid/icons/circle-alert";
import CircleCheck from "lucide-solid/icons/circle-check";
import { type JSX, Show } from "solid-js";
import css from "#/client/identity/door.module.css";
import { say } from "#/client/language/say.ts";
import { Mark } from "#/client/shell/mark.tsx";
import { ButtonLink } from "#/client/ui/controls/button.tsx";
import { Strip } from "#/client/ui/layout/strip.tsx";

/** Of the tenant a visitor learns its name; `demo` also says that the server is one. */
export type DoorTenant = {
  readonly tenant: { readonly name: string; readonly server_name: string };
  readonly demo: boolean;
};

/** The frame of every page before one is signed in: one column, the tenant's name, and a card. */
export function DoorPage(
  props: DoorTenant & {
    /** What the page is for; without it the tenant's name is the title. */
    readonly title?: string | undefined;
    readonly children: JSX.Element;
  },
) {
  const place = () => (props.title ? `${props.tenant.name} · ${props.tenant.server_name}` : props.tenant.server_name);
  return (
    <div class={css.page}>
      <Show when={props.demo}>
        <header>
          <Strip>{say("Demo server: only on this computer")}</Strip>
        </header>
      </Show>
      <main class={css.column}>
        <span class={css.mark}>
          <Mark />
        </span>
        <h1 class={css.title}>{props.title ?? props.tenant.name}</h1>
        <p class={css.server}>{place()}</p>
        {props.children}
      </main>
    </div>
  );
}

/** What went wrong with the whole form, above it. */
export function DoorError(props: { readonly text: string | undefined }) {
  return (
    <Show when={props.text}>
      {(text) => (
        <p class={css.message} role="alert">
          <CircleAlert />
          <span>{text()}</span>
        </p>
      )}
    </Show>
  );
}

/** What was done, above the form. */
export function DoorNotice(props: { readonly text: string | undefined }) {
  return (
    <Show when={props.text}>
      {(text) => (
        <p class={css.message} data-tone="good" role="status">
          <CircleCheck />
          <span>{text()}</span>
        </p>
      )}
    </Show>
  );
}

/** A card that only says something, with the one way on. */
export function DoorWords(props: {
  readonly href: string;
  readonly way: string;
  readonly kind?: "primary" | "secondary" | undefined;
  readonly children: JSX.Element;
}) {
  return (
    <div class={css.card}>
      {props.children}
      <div class={css.after}>
        <ButtonLink href={props.href} rel="external" kind={props.kind ?? "secondary"} wide>
          {props.way}
        </ButtonLink>
      </div>
    </div>
  );
}

export function DoorParagraph(props: { readonly children: JSX.Element }) {
  return <p class={css.words}>{props.children}</p>;
}
