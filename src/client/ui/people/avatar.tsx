import { createSignal, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "./avatar.module.css";
import { type Engagement, engagementWords, initials, type Person, type PresenceState, personHue } from "./person.ts";
import { EngagementMark, PresenceMark } from "./presence.tsx";

export type AvatarProps = {
  readonly person: Person;
  readonly size?: 16 | 18 | 20 | 24 | 28 | 36 | 64 | undefined;
  /** For a person. An AI is always on and shows its engagement in the same corner. */
  readonly presence?: PresenceState | undefined;
  readonly engagement?: Engagement | undefined;
  /** Names the picture for those who listen; leave out where the name is written beside it. */
  readonly named?: boolean | undefined;
};

/** People are circles, AIs squircles: the one difference that holds in grey and in print. */
export function Avatar(props: AvatarProps) {
  const [broken, setBroken] = createSignal<string>();
  const picture = () => (props.person.avatarUrl === broken() ? undefined : props.person.avatarUrl);
  const letters = () => initials(props.person.name).slice(0, (props.size ?? 36) < 28 ? 1 : 2);
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the name goes with the role img, and only with it
    <span
      class={css.avatar}
      data-kind={props.person.kind}
      data-size={props.size ?? 36}
      data-hue={props.person.kind === "ai" ? undefined : personHue(props.person.id)}
      role={props.named ? "img" : undefined}
      aria-label={props.named ? avatarName(props.person, props.presence, props.engagement) : undefined}
      aria-hidden={props.named ? undefined : "true"}
    >
      <span class={css.face} data-initials={picture() ? undefined : letters()}>
        <Show when={picture()}>
          {(url) => <img class={css.picture} src={url()} alt="" loading="lazy" onError={() => setBroken(url())} />}
        </Show>
      </span>
      <Show when={props.person.kind === "person" ? props.presence : undefined}>
        {(presence) => (
          <span class={css.corner}>
            <PresenceMark presence={presence()} />
          </span>
        )}
      </Show>
      <Show when={props.person.kind === "ai" ? props.engagement : undefined}>
        {(engagement) => (
          <span class={css.corner} data-diamond="">
            <EngagementMark engagement={engagement()} />
          </span>
        )}
      </Show>
    </span>
  );
}

const presenceWords: Readonly<Record<PresenceState, () => string>> = {
  online: () => say("online"),
  idle: () => say("idle"),
  busy: () => say("busy"),
  offline: () => say("offline"),
};

/** “Ana, idle”; “Mira, AI assistant, answers when mentioned”. */
export function avatarName(person: Person, presence?: PresenceState, engagement?: Engagement): string {
  if (person.kind === "person") return presence ? `${person.name}, ${presenceWords[presence]()}` : person.name;
  const assistant = say("{name}, AI assistant", { name: person.name });
  return engagement ? `${assistant}, ${engagementWords(engagement)}` : assistant;
}
