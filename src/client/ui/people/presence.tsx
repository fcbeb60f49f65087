import { Match, Switch } from "solid-js";
import type { Engagement, PresenceState } from "./person.ts";
import css from "./presence.module.css";

/** Presence by shape first, colour second. Decorative: the words stand in the name of the row. */
export function PresenceMark(props: { readonly presence: PresenceState }) {
  return (
    <svg class={css.mark} data-presence={props.presence} viewBox="0 0 10 10" aria-hidden="true">
      <Switch>
        <Match when={props.presence === "online"}>
          <circle cx="5" cy="5" r="5" />
        </Match>
        <Match when={props.presence === "idle"}>
          <circle class={css.line} cx="5" cy="5" r="4.1" />
          <path d="M5 0a5 5 0 0 0 0 10z" />
        </Match>
        <Match when={props.presence === "busy"}>
          <circle cx="5" cy="5" r="5" />
          <rect class={css.bar} x="2.2" y="4.1" width="5.6" height="1.8" rx="0.9" />
        </Match>
        <Match when={props.presence === "offline"}>
          <circle class={css.line} cx="5" cy="5" r="4.1" />
        </Match>
      </Switch>
    </svg>
  );
}

/** The diamond of an AI: filled answers always, half on mention or keyword, outline is not listening. */
export function EngagementMark(props: { readonly engagement: Engagement }) {
  return (
    <svg class={css.mark} data-engagement={props.engagement} viewBox="0 0 12 12" aria-hidden="true">
      <path class={css.line} d="M6 1.2 10.8 6 6 10.8 1.2 6z" stroke-linejoin="round" />
      <Switch>
        <Match when={props.engagement === "always"}>
          <path d="M6 1.2 10.8 6 6 10.8 1.2 6z" />
        </Match>
        <Match when={props.engagement === "partial"}>
          <path d="M6 1.2V10.8L1.2 6z" />
        </Match>
      </Switch>
    </svg>
  );
}
