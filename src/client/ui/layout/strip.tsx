import { type JSX, Show } from "solid-js";
import css from "./strip.module.css";

/** One line across a page or part: “Demo server: only on this computer”; a plan; a call. */
export function Strip(props: {
  readonly tone?: "plain" | "warn" | "ai" | undefined;
  readonly icon?: JSX.Element;
  readonly action?: JSX.Element;
  readonly children: JSX.Element;
}) {
  return (
    <div class={css.strip} data-tone={props.tone ?? "plain"}>
      {props.icon}
      <span class={css.text}>{props.children}</span>
      <Show when={props.action}>{props.action}</Show>
    </div>
  );
}
