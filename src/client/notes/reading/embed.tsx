import { type JSX, Show } from "solid-js";
import type { PiecesProps } from "#/client/notes/reading/note-pieces.tsx";
import css from "#/client/notes/reading/note-reading.module.css";

/** A note that is shown inside another, by `![[name]]`. */
export function Embed(props: {
  readonly target: string;
  readonly label: string;
  readonly pieces: PiecesProps;
}): JSX.Element {
  return (
    <Show when={props.pieces.targets(props.target)} fallback={<span class={css.missing}>{props.label}</span>}>
      {(to) => (
        <a class={css.wiki} href={to().href}>
          {to().title}
        </a>
      )}
    </Show>
  );
}
