import ChevronDown from "lucide-solid/icons/chevron-down";
import { type JSX, Show } from "solid-js";
import css from "./section-heading.module.css";

export type SectionHeadingProps = {
  readonly label: string;
  readonly count?: number | undefined;
  readonly id?: string | undefined;
  /** With `onToggle` the heading folds what `controls` names. */
  readonly folded?: boolean | undefined;
  readonly controls?: string | undefined;
  readonly onToggle?: (() => void) | undefined;
  readonly end?: JSX.Element;
};

/** The name of a group in a list: Favourites, Rooms; Online, AI assistants. */
export function SectionHeading(props: SectionHeadingProps) {
  return (
    <div class={css.heading}>
      <h2 class={css.title} id={props.id}>
        <Show
          when={props.onToggle}
          fallback={
            <span class={css.label}>
              {props.label} <Count of={props.count} />
            </span>
          }
        >
          <button
            type="button"
            class={css.label}
            aria-expanded={!props.folded}
            aria-controls={props.controls}
            onClick={() => props.onToggle?.()}
          >
            {props.label} <Count of={props.count} />
            <ChevronDown />
          </button>
        </Show>
      </h2>
      {props.end}
    </div>
  );
}

function Count(props: { readonly of: number | undefined }) {
  return <Show when={props.of !== undefined}>{<span class={css.count}>{props.of}</span>}</Show>;
}
