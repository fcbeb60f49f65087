import { Show } from "solid-js";
import { AiTag } from "./ai-tag.tsx";
import { Avatar } from "./avatar.tsx";
import css from "./member-row.module.css";
import type { Person, PresenceState } from "./person.ts";

export type PersonRowProps = {
  readonly person: Person;
  readonly handle?: string | undefined;
  readonly demo?: boolean | undefined;
  readonly presence?: PresenceState | undefined;
  /** What sets this one apart here: “admin”, “not in this room”. */
  readonly note?: string | undefined;
};

/** The content of a choice of person, for completion, the switcher, sign-in: the row itself is the caller's. */
export function PersonRow(props: PersonRowProps) {
  return (
    <span class={css.person}>
      <Avatar person={props.person} size={24} presence={props.presence} />
      <span class={css.name}>{props.person.name}</span>
      <Show when={props.person.kind === "ai"}>
        <AiTag demo={props.demo} />
      </Show>
      <Show when={props.handle}>{(handle) => <span class={css.handle}>{handle()}</span>}</Show>
      <Show when={props.note}>{(note) => <span class={css.note}>{note()}</span>}</Show>
    </span>
  );
}
