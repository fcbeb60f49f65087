import { type JSX, splitProps } from "solid-js";
import css from "./icon-button.module.css";
import { tip } from "./tip.ts";

type Native = Omit<
  JSX.ButtonHTMLAttributes<HTMLButtonElement>,
  "disabled" | "onClick" | "class" | "children" | "aria-label"
>;

export type IconButtonProps = Native & {
  /** The accessible name, and the tooltip unless `tooltip` says it otherwise. */
  readonly label: string;
  readonly tooltip?: string | undefined;
  readonly shortcut?: string | undefined;
  readonly size?: "small" | "normal" | undefined;
  /** `accent` is for the send button only. */
  readonly kind?: "quiet" | "accent" | undefined;
  readonly pressed?: boolean | undefined;
  readonly disabledReason?: string | undefined;
  readonly onClick?: ((event: MouseEvent) => void) | undefined;
  readonly children: JSX.Element;
};

/** A square action known by its glyph; always named. */
export function IconButton(props: IconButtonProps) {
  const [own, native] = splitProps(props, [
    "label",
    "tooltip",
    "shortcut",
    "size",
    "kind",
    "pressed",
    "disabledReason",
    "onClick",
    "children",
    "type",
  ]);

  function press(event: MouseEvent) {
    if (own.disabledReason) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    own.onClick?.(event);
  }

  return (
    <button
      {...native}
      {...tip(own.disabledReason ?? own.tooltip ?? own.label, own.shortcut)}
      type={own.type ?? "button"}
      class={css.button}
      data-size={own.size ?? "normal"}
      data-kind={own.kind ?? "quiet"}
      aria-label={own.label}
      aria-pressed={own.pressed}
      aria-disabled={own.disabledReason ? "true" : undefined}
      aria-description={own.disabledReason}
      onClick={press}
    >
      {own.children}
    </button>
  );
}
