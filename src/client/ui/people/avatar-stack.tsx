import { For, Show } from "solid-js";
import { Avatar } from "./avatar.tsx";
import css from "./avatar-stack.module.css";
import type { Person } from "./person.ts";

/** A few faces and how many more; decorative, so the words must stand beside it. */
export function AvatarStack(props: {
  readonly people: readonly Person[];
  readonly size?: 18 | 20 | 24 | 28 | undefined;
  readonly most?: number | undefined;
}) {
  const most = () => props.most ?? 3;
  return (
    <span class={css.stack} aria-hidden="true">
      <For each={props.people.slice(0, most())}>{(person) => <Avatar person={person} size={props.size ?? 20} />}</For>
      <Show when={props.people.length > most()}>
        <span class={css.more}>+{props.people.length - most()}</span>
      </Show>
    </span>
  );
}
