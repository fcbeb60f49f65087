import X from "lucide-solid/icons/x";
import { type JSX, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { tip } from "../controls/tip.ts";
import css from "./pill.module.css";

export type PillProps = {
  readonly onClick: () => void;
  /** An edge in amber when one of the new messages names you. */
  readonly mention?: boolean | undefined;
  /** For one that opens something above itself. */
  readonly expanded?: boolean | undefined;
  readonly dismissLabel?: string | undefined;
  readonly onDismiss?: (() => void) | undefined;
  readonly children: JSX.Element;
};

/** “↑ 23 new since 09:41”, “↓ Newest”: floats over the timeline; the caller centres it. */
export function Pill(props: PillProps) {
  return (
    <div class={css.pill} data-mention={props.mention ? "" : undefined}>
      <button type="button" class={css.main} aria-expanded={props.expanded} onClick={() => props.onClick()}>
        {props.children}
      </button>
      <Show when={props.onDismiss}>
        {(dismiss) => (
          <button
            type="button"
            class={css.dismiss}
            {...tip(props.dismissLabel)}
            aria-label={props.dismissLabel ?? say("Dismiss")}
            onClick={() => dismiss()()}
          >
            <X />
          </button>
        )}
      </Show>
    </div>
  );
}

export type ReactionPillProps = {
  readonly emoji: string;
  readonly count: number;
  readonly mine?: boolean | undefined;
  /** Who reacted, oldest first; the tooltip names ten. */
  readonly names?: readonly string[] | undefined;
  readonly disabledReason?: string | undefined;
  readonly onToggle: () => void;
};

export function ReactionPill(props: ReactionPillProps) {
  return (
    <button
      type="button"
      class={css.reaction}
      {...tip(props.disabledReason ?? reactionNames(props.names ?? [], props.count))}
      aria-pressed={Boolean(props.mine)}
      aria-label={`${props.emoji} ${props.count}`}
      aria-disabled={props.disabledReason ? "true" : undefined}
      onClick={() => {
        if (!props.disabledReason) props.onToggle();
      }}
    >
      <span class={css.emoji}>{props.emoji}</span>
      {props.count}
    </button>
  );
}

/** A row of reactions under a message; wraps, and `end` is the button to add one. */
export function ReactionRow(props: { readonly children: JSX.Element }) {
  return <div class={css.reactions}>{props.children}</div>;
}

const NAMED = 10;

function reactionNames(names: readonly string[], count: number): string | undefined {
  if (names.length === 0) return undefined;
  const shown = names.slice(0, NAMED);
  const rest = count - shown.length;
  return rest > 0 ? say("{names} and {count} more", { names: shown.join(", "), count: rest }) : shown.join(", ");
}
