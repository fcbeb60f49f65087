import type { JSX } from "solid-js";
import css from "./visually-hidden.module.css";

/** Words for those who listen; takes no room on screen. */
export function VisuallyHidden(props: { readonly id?: string | undefined; readonly children: JSX.Element }) {
  return (
    <span class={css.hidden} id={props.id}>
      {props.children}
    </span>
  );
}
