import { say } from "#/client/language/say.ts";
import css from "./divider-handle.module.css";

const STEP = 16;

export type DividerHandleProps = {
  readonly label: string;
  /** Width of the part it sizes, in CSS pixels. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Where a double click returns to. */
  readonly initial: number;
  /** Which edge of its part the handle is: `end` for a sidebar, `start` for a right panel. */
  readonly edge: "start" | "end";
  readonly controls?: string | undefined;
  readonly onChange: (value: number) => void;
  /** After the last change of a drag or key: the time to store it. */
  readonly onCommit?: ((value: number) => void) | undefined;
};

/** Drag, arrow keys by 16, Home and End, double click. The parent must be positioned. */
export function DividerHandle(props: DividerHandleProps) {
  let from: { readonly x: number; readonly value: number; readonly sign: number } | undefined;
  let latest: number | undefined;
  const bounded = (value: number) => Math.round(Math.max(props.min, Math.min(props.max, value)));

  function change(value: number) {
    latest = bounded(value);
    props.onChange(latest);
  }

  /** +1 when moving right makes the part wider. */
  function sign(element: Element): number {
    const leftToRight = getComputedStyle(element).direction !== "rtl";
    return (props.edge === "end") === leftToRight ? 1 : -1;
  }

  function end() {
    if (from && latest !== undefined) props.onCommit?.(latest);
    from = undefined;
    latest = undefined;
  }

  function onKeyDown(event: KeyboardEvent & { readonly currentTarget: Element }) {
    const towards = sign(event.currentTarget);
    const next = {
      ArrowRight: props.value + STEP * towards,
      ArrowLeft: props.value - STEP * towards,
      Home: props.min,
      End: props.max,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    props.onChange(bounded(next));
    props.onCommit?.(bounded(next));
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be focused; this separator is a control
    <div
      class={css.handle}
      data-edge={props.edge}
      role="separator"
      aria-orientation="vertical"
      aria-label={props.label}
      aria-controls={props.controls}
      aria-valuenow={Math.round(props.value)}
      aria-valuemin={props.min}
      aria-valuemax={props.max}
      aria-valuetext={say("{value} pixels", { value: Math.round(props.value) })}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDblClick={() => {
        props.onChange(props.initial);
        props.onCommit?.(props.initial);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from = { x: event.clientX, value: props.value, sign: sign(event.currentTarget) };
      }}
      onPointerMove={(event) => {
        if (from) change(from.value + (event.clientX - from.x) * from.sign);
      }}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}
