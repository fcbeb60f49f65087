import { type JSX, Show } from "solid-js";
import { VisuallyHidden } from "../controls/visually-hidden.tsx";
import { AiTag, RoleTag } from "./ai-tag.tsx";
import { Avatar, avatarName } from "./avatar.tsx";
import css from "./member-row.module.css";
import type { Engagement, Person, PresenceState } from "./person.ts";

export type MemberRowProps = {
  readonly person: Person;
  readonly demo?: boolean | undefined;
  readonly presence?: PresenceState | undefined;
  readonly engagement?: Engagement | undefined;
  readonly status?: { readonly emoji: string; readonly text: string } | undefined;
  /** “Admin”, “Moderator”, “Guest · globex.example”. */
  readonly tag?: string | undefined;
  readonly onOpen?: ((event: MouseEvent) => void) | undefined;
  /** Controls at the end of the row; beside the row's own button, never inside it. */
  readonly end?: JSX.Element;
};

/** Someone in a list of members. */
export function MemberRow(props: MemberRowProps) {
  const name = () =>
    [avatarName(props.person, props.presence, props.engagement), props.status?.text, props.tag]
      .filter(Boolean)
      .join(", ");
  return (
    <div class={css.row} data-away={props.presence === "offline" ? "" : undefined}>
      <button type="button" class={css.open} onClick={(event) => props.onOpen?.(event)}>
        <VisuallyHidden>{name()}</VisuallyHidden>
        <Avatar person={props.person} size={28} presence={props.presence} engagement={props.engagement} />
        <span class={css.words} aria-hidden="true">
          <span class={css.name}>{props.person.name}</span>
          <Show when={props.person.kind === "ai"}>
            <AiTag demo={props.demo} />
          </Show>
          <Show when={props.status}>
            {(status) => (
              <span class={css.status}>
                {status().emoji} {status().text}
              </span>
            )}
          </Show>
          <Show when={props.tag}>
            {(role) => (
              <span class={css.role}>
                <RoleTag>{role()}</RoleTag>
              </span>
            )}
          </Show>
        </span>
      </button>
      {props.end}
    </div>
  );
}
