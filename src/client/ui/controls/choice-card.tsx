import { type JSX, Show } from "solid-js";
import css from "./choice-card.module.css";

export type ChoiceCardProps = {
  /** Of the group: one of its cards is chosen. */
  readonly name: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly label: JSX.Element;
  readonly help: JSX.Element;
  /** A glyph or a number before the words. */
  readonly mark?: JSX.Element;
  readonly autofocus?: boolean | undefined;
};

/** One of a few, with a sentence on what it means; for bare names use a select. */
export function ChoiceCard(props: ChoiceCardProps) {
  return (
    <label class={css.choice}>
      <input
        type="radio"
        name={props.name}
        autofocus={props.autofocus}
        checked={props.checked}
        onChange={() => props.onChoose()}
      />
      <Show when={props.mark !== undefined}>
        <span class={css.mark}>{props.mark}</span>
      </Show>
      <span class={css.name}>{props.label}</span>
      <span class={css.help}>{props.help}</span>
    </label>
  );
}
