import { For, type JSX, Show } from "solid-js";
import { AiTag } from "./ai-tag.tsx";
import { Avatar } from "./avatar.tsx";
import type { Engagement, Person, PresenceState } from "./person.ts";
import css from "./profile-frame.module.css";

export type ProfileFrameProps = {
  readonly person: Person;
  readonly demo?: boolean | undefined;
  readonly presence?: PresenceState | undefined;
  readonly engagement?: Engagement | undefined;
  readonly handle: string;
  readonly title?: string | undefined;
  /** One line each: presence in words, the time there, rooms in common; of an AI its model, owner, budget. */
  readonly facts: readonly JSX.Element[];
  readonly actions: JSX.Element;
};

/** Who someone is, in a popover or the panel. */
export function ProfileFrame(props: ProfileFrameProps) {
  return (
    <div class={css.card}>
      <Avatar person={props.person} size={64} presence={props.presence} engagement={props.engagement} />
      <div>
        <p class={css.name}>
          {props.person.name}
          <Show when={props.person.kind === "ai"}>
            <AiTag demo={props.demo} />
          </Show>
        </p>
        <p class={css.handle}>{props.handle}</p>
        <Show when={props.title}>
          <p>{props.title}</p>
        </Show>
      </div>
      <ul class={css.facts}>
        <For each={props.facts}>{(fact) => <li>{fact}</li>}</For>
      </ul>
      <div class={css.actions}>{props.actions}</div>
    </div>
  );
}
