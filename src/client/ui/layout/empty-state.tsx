import { createUniqueId, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { say } from "#/client/language/say.ts";
import css from "./empty-state.module.css";

export type EmptyStateProps = {
  /** A lucide icon; drawn at 40 px. */
  readonly icon: JSX.Element;
  readonly title: string;
  readonly text?: JSX.Element;
  /** One button. */
  readonly action?: JSX.Element;
};

/** What stands where nothing is yet: says what belongs here and how to begin. */
export function EmptyState(props: EmptyStateProps) {
  return (
    <div class={css.empty}>
      <span class={css.icon}>{props.icon}</span>
      <p class={css.title}>{props.title}</p>
      <Show when={props.text}>
        <p class={css.text}>{props.text}</p>
      </Show>
      <Show when={props.action}>
        <div class={css.action}>{props.action}</div>
      </Show>
    </div>
  );
}

export type ErrorPageProps = {
  /** `section` where the page's own frame is the main part already. */
  readonly as?: "main" | "section" | undefined;
  /** 1 where the page has no other heading of its own; a `section` has 2 unless it says so. */
  readonly level?: 1 | undefined;
  readonly title: string;
  readonly text: string;
  readonly action?: JSX.Element;
  /** The stable code and what else support may ask for; folded, with a button to copy it. */
  readonly details?: string | undefined;
};

/** A whole page that could not be shown. Absent and forbidden read the same. */
export function ErrorPage(props: ErrorPageProps) {
  const titleId = createUniqueId();
  return (
    <Dynamic component={props.as ?? "main"} class={css.empty} aria-labelledby={titleId}>
      <Dynamic component={props.as === "section" && props.level !== 1 ? "h2" : "h1"} class={css.title} id={titleId}>
        {props.title}
      </Dynamic>
      <p class={css.text}>{props.text}</p>
      <Show when={props.action}>
        <div class={css.action}>{props.action}</div>
      </Show>
      <Show when={props.details}>
        {(details) => (
          <details class={css.details}>
            <summary>{say("Details")}</summary>
            <code>{details()}</code>
            <button type="button" class={css.copy} onClick={() => void navigator.clipboard?.writeText(details())}>
              {say("Copy")}
            </button>
          </details>
        )}
      </Show>
    </Dynamic>
  );
}
