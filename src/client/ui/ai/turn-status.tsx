import Square from "lucide-solid/icons/square";
import { type JSX, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "./turn-status.module.css";

export type TurnStatusProps = {
  /** “Thinking”, “Searching messages”, “Waiting for approval”. */
  readonly status: string;
  /** Present for those who may stop it. */
  readonly onStop?: (() => void) | undefined;
};

/** What an AI does right now, at the head of the message it writes. Never a spinner: the diamond and the word say it. */
export function TurnStatus(props: TurnStatusProps) {
  return (
    <p class={css.status}>
      <span class={css.diamond} aria-hidden="true" />
      {props.status}
      <Show when={props.onStop}>
        {(stop) => (
          <button type="button" class={css.stop} onClick={() => stop()()}>
            <Square aria-hidden="true" /> {say("Stop")}
          </button>
        )}
      </Show>
    </p>
  );
}

/** How a turn ended that did not end well: “Stopped by Ana”, “Lost the connection to the model.” with what can be done. */
export function TurnEnd(props: { readonly trouble?: boolean | undefined; readonly children: JSX.Element }) {
  return (
    <p class={css.end} data-trouble={props.trouble ? "" : undefined}>
      {props.children}
    </p>
  );
}

export type ContextMeterProps = { readonly used: number; readonly window: number; readonly words: string };

/** How much of what the model can read at once is used. */
export function ContextMeter(props: ContextMeterProps) {
  const share = () => (props.window > 0 ? Math.min(1, props.used / props.window) : 0);
  return (
    <span class={css.context}>
      <meter class={css.meter} min={0} max={1} high={0.8} optimum={0} value={share()} aria-label={props.words} />
      {props.words}
    </span>
  );
}
