import { For, type JSX } from "solid-js";
import css from "./completion-list.module.css";

export type CompletionListProps<Item> = {
  readonly id: string;
  readonly label: string;
  /** At most 8 are shown. */
  readonly items: readonly Item[];
  readonly active: number;
  readonly onChoose: (item: Item, index: number) => void;
  readonly children: (item: Item) => JSX.Element;
};

/** What `@`, `#`, `:` and `/` offer, above the composer. The field keeps the focus and owns the keys. */
export function CompletionList<Item>(props: CompletionListProps<Item>) {
  return (
    <div class={css.list} role="listbox" id={props.id} aria-label={props.label}>
      <For each={props.items.slice(0, 8)}>
        {(item, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
          <div
            class={css.option}
            role="option"
            id={`${props.id}-${index()}`}
            aria-selected={index() === props.active}
            // The press must not take the focus from the field.
            onPointerDown={(event) => {
              event.preventDefault();
              props.onChoose(item, index());
            }}
          >
            {props.children(item)}
          </div>
        )}
      </For>
    </div>
  );
}
