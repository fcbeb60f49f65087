import ChevronDown from "lucide-solid/icons/chevron-down";
import { tip } from "../controls/tip.ts";
import { Menu } from "./menu.tsx";
import css from "./select.module.css";

export type SelectOption<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly disabledReason?: string | undefined;
};

export type SelectProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly disabledReason?: string | undefined;
};

/** One of a few; for more than a dozen use the switcher's list. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const current = () => props.options.find((option) => option.value === props.value)?.label ?? props.value;
  return (
    <Menu
      label={props.label}
      entries={props.options.map((option) => ({
        label: option.label,
        hint: option.hint,
        disabledReason: option.disabledReason,
        get checked() {
          return option.value === props.value;
        },
        onSelect: () => props.onChange(option.value),
      }))}
      trigger={(attributes) => (
        <button
          {...attributes}
          type="button"
          class={css.select}
          aria-label={`${props.label}, ${current()}`}
          aria-disabled={props.disabledReason ? "true" : undefined}
          aria-description={props.disabledReason}
          {...tip(props.disabledReason)}
          onClick={(event) => {
            if (!props.disabledReason) attributes.onClick(event);
          }}
        >
          <span class={css.value}>{current()}</span>
          <ChevronDown />
        </button>
      )}
    />
  );
}

/** A select in a form, with its name above it. The control says its name itself, to those who listen. */
export function SelectField<Value extends string>(props: SelectProps<Value>) {
  return (
    <div class={css.field}>
      <span aria-hidden="true">{props.label}</span>
      <Select {...props} />
    </div>
  );
}
