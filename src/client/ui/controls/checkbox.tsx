import { createUniqueId, type JSX, Show } from "solid-js";
import css from "./checkbox.module.css";
import tick from "./tick-box.module.css";

export type CheckboxProps = {
  readonly label: JSX.Element;
  readonly help?: string | undefined;
  readonly checked?: boolean | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  /** A done thing is told by `success`; a plain choice keeps to the accent. */
  readonly meaning?: "choice" | "done" | undefined;
  readonly disabledReason?: string | undefined;
  readonly onChange?: ((checked: boolean) => void) | undefined;
};

export function Checkbox(props: CheckboxProps) {
  return <Toggle {...props} look={props.meaning ?? "choice"} />;
}

/** Takes effect at once; for what is saved by a button, use a checkbox. */
export function Switch(props: Omit<CheckboxProps, "meaning">) {
  return <Toggle {...props} look="switch" />;
}

function Toggle(props: CheckboxProps & { readonly look: "choice" | "done" | "switch" }) {
  const id = createUniqueId();
  const note = () => props.disabledReason ?? props.help;
  return (
    <div class={css.toggle} data-look={props.look}>
      <input
        id={id}
        class={`${tick.box} ${css.box} ${props.look === "done" ? tick.done : ""}`}
        type="checkbox"
        role={props.look === "switch" ? "switch" : undefined}
        name={props.name}
        value={props.value ?? "on"}
        checked={props.checked}
        aria-disabled={props.disabledReason ? "true" : undefined}
        aria-describedby={note() ? `${id}-note` : undefined}
        onClick={(event) => {
          if (props.disabledReason) event.preventDefault();
        }}
        onChange={(event) => props.onChange?.(event.currentTarget.checked)}
      />
      <label for={id} class={css.label}>
        {props.label}
      </label>
      <Show when={note()}>
        {(text) => (
          <p class={css.note} id={`${id}-note`}>
            {text()}
          </p>
        )}
      </Show>
    </div>
  );
}
