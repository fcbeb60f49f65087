import { Show } from "solid-js";
import css from "./problem.module.css";

/** Why something was refused, beside what was asked for; read out when it comes. */
export function Problem(props: { readonly text: string | undefined }) {
  return (
    <Show when={props.text}>
      {(text) => (
        <p class={css.problem} role="alert">
          {text()}
        </p>
      )}
    </Show>
  );
}
