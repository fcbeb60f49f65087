import { createEffect, createSignal, type JSX, onCleanup, Show, splitProps } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "./button.module.css";
import { tip } from "./tip.ts";

const BUSY_AFTER_MS = 400;

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";

type Native = Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, "disabled" | "onClick" | "class" | "children">;

export type ButtonProps = Native & {
  readonly kind?: ButtonKind | undefined;
  readonly size?: "small" | "normal" | undefined;
  readonly icon?: JSX.Element;
  readonly busy?: boolean | undefined;
  /** Replaces the label while busy; the width stays that of the wider of the two. */
  readonly busyLabel?: string | undefined;
  /** Why the button cannot be used now. Its presence disables the button; it stays focusable, so the reason can be read. */
  readonly disabledReason?: string | undefined;
  readonly shortcut?: string | undefined;
  readonly wide?: boolean | undefined;
  readonly onClick?: ((event: MouseEvent) => void) | undefined;
  readonly children: JSX.Element;
};

/** A labelled action. `primary` at most once per dialog or empty state; `danger` only inside a dialog. */
export function Button(props: ButtonProps) {
  const [own, native] = splitProps(props, [
    "kind",
    "size",
    "icon",
    "busy",
    "busyLabel",
    "disabledReason",
    "shortcut",
    "wide",
    "onClick",
    "children",
    "type",
  ]);
  const [saysBusy, setSaysBusy] = createSignal(false);
  createEffect(() => {
    setSaysBusy(false);
    if (!own.busy) return;
    const timer = setTimeout(() => setSaysBusy(true), BUSY_AFTER_MS);
    onCleanup(() => clearTimeout(timer));
  });
  const blocked = () => Boolean(own.disabledReason) || Boolean(own.busy);

  function press(event: MouseEvent) {
    if (blocked()) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    own.onClick?.(event);
  }

  return (
    <button
      {...native}
      {...tip(own.disabledReason, own.shortcut)}
      type={own.type ?? "button"}
      class={css.button}
      data-kind={own.kind ?? "secondary"}
      data-size={own.size ?? "normal"}
      data-wide={own.wide ? "" : undefined}
      aria-disabled={blocked() ? "true" : undefined}
      aria-busy={own.busy ? "true" : undefined}
      aria-description={own.disabledReason}
      onClick={press}
    >
      {own.icon}
      <span class={css.labels}>
        <span class={css.label} data-away={saysBusy() ? "" : undefined}>
          {own.children}
        </span>
        <Show when={own.busyLabel ?? (own.busy ? say("Saving") : undefined)}>
          {(label) => (
            <span class={css.label} data-away={saysBusy() ? undefined : ""}>
              {label()}
            </span>
          )}
        </Show>
      </span>
    </button>
  );
}

export type ButtonLinkProps = {
  readonly href: string;
  readonly kind?: ButtonKind | undefined;
  readonly size?: "small" | "normal" | undefined;
  readonly icon?: JSX.Element;
  readonly wide?: boolean | undefined;
  readonly rel?: string | undefined;
  readonly children: JSX.Element;
};

/** A button's looks on something that goes to a URL. */
export function ButtonLink(props: ButtonLinkProps) {
  return (
    <a
      class={css.button}
      href={props.href}
      rel={props.rel}
      data-kind={props.kind ?? "secondary"}
      data-size={props.size ?? "normal"}
      data-wide={props.wide ? "" : undefined}
    >
      {props.icon}
      <span class={css.label}>{props.children}</span>
    </a>
  );
}
