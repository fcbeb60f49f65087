import { createUniqueId, type JSX, Show, splitProps, untrack } from "solid-js";
import css from "./text-field.module.css";
import { VisuallyHidden } from "./visually-hidden.tsx";

type Shared = {
  readonly label: string;
  /** Keeps the label for those who listen only; the placeholder or place then says what it is. */
  readonly hideLabel?: boolean | undefined;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly onInput?: ((value: string) => void) | undefined;
};

const sharedKeys = ["label", "hideLabel", "help", "error", "onInput"] as const;

export type TextFieldProps = Shared &
  Omit<JSX.InputHTMLAttributes<HTMLInputElement>, "onInput" | "class" | "id" | "size"> & {
    readonly start?: JSX.Element;
    readonly end?: JSX.Element;
    readonly size?: "normal" | "large" | undefined;
  };

export function TextField(props: TextFieldProps) {
  const [own, box, native] = splitProps(props, sharedKeys, ["start", "end", "size"]);
  const id = createUniqueId();
  return (
    <Frame id={id} label={own.label} hideLabel={own.hideLabel} help={own.help} error={own.error}>
      <span class={css.box} data-error={own.error ? "" : undefined} data-size={box.size ?? "normal"}>
        {box.start}
        <input
          {...native}
          id={id}
          class={css.input}
          aria-invalid={own.error ? "true" : undefined}
          aria-describedby={describedBy(id, own)}
          onInput={(event) => own.onInput?.(event.currentTarget.value)}
        />
        {box.end}
      </span>
    </Frame>
  );
}

export type TextAreaProps = Shared & Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, "onInput" | "class" | "id">;

export function TextArea(props: TextAreaProps) {
  const [own, field, native] = splitProps(props, sharedKeys, ["value"]);
  const id = createUniqueId();
  // HTML keeps a textarea's first text between its tags; as an attribute the server's text would be lost.
  const first = untrack(() => field.value);
  return (
    <Frame id={id} label={own.label} hideLabel={own.hideLabel} help={own.help} error={own.error}>
      <span class={css.box} data-error={own.error ? "" : undefined}>
        <textarea
          rows={3}
          {...native}
          id={id}
          class={css.area}
          value={field.value}
          aria-invalid={own.error ? "true" : undefined}
          aria-describedby={describedBy(id, own)}
          onInput={(event) => own.onInput?.(event.currentTarget.value)}
        >
          {first}
        </textarea>
      </span>
    </Frame>
  );
}

function describedBy(id: string, own: Pick<Shared, "help" | "error">): string | undefined {
  const ids = [own.help ? `${id}-help` : "", own.error ? `${id}-error` : ""].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

function Frame(
  props: Pick<Shared, "label" | "hideLabel" | "help" | "error"> & {
    readonly id: string;
    readonly children: JSX.Element;
  },
) {
  return (
    <div class={css.field}>
      <label for={props.id} class={css.label}>
        <Show when={props.hideLabel} fallback={props.label}>
          <VisuallyHidden>{props.label}</VisuallyHidden>
        </Show>
      </label>
      {props.children}
      <Show when={props.error}>
        {(error) => (
          <p class={css.error} id={`${props.id}-error`} role="alert">
            {error()}
          </p>
        )}
      </Show>
      <Show when={props.help}>
        {(help) => (
          <p class={css.help} id={`${props.id}-help`}>
            {help()}
          </p>
        )}
      </Show>
    </div>
  );
}
