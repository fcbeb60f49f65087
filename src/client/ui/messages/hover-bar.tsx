import type { JSX } from "solid-js";
import css from "./hover-bar.module.css";

/** The verbs of a message: icon buttons, the most used first. Overlaps the message's top edge and moves nothing. */
export function HoverBar(props: { readonly label: string; readonly children: JSX.Element }) {
  return (
    <div class={css.bar} role="toolbar" aria-label={props.label}>
      {props.children}
    </div>
  );
}

/** A recent emoji in the bar or the sheet of a long press. */
export function EmojiButton(props: {
  readonly emoji: string;
  readonly label: string;
  readonly role?: "menuitem" | undefined;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      class={css.emoji}
      role={props.role}
      tabIndex={props.role ? -1 : undefined}
      data-tip={props.label}
      aria-label={props.label}
      onClick={() => props.onClick()}
    >
      {props.emoji}
    </button>
  );
}
