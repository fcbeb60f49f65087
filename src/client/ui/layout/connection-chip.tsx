import Check from "lucide-solid/icons/check";
import CircleArrowUp from "lucide-solid/icons/circle-arrow-up";
import LogIn from "lucide-solid/icons/log-in";
import RefreshCw from "lucide-solid/icons/refresh-cw";
import ServerCog from "lucide-solid/icons/server-cog";
import WifiOff from "lucide-solid/icons/wifi-off";
import { Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import css from "./connection-chip.module.css";

export type ConnectionState = "reconnecting" | "offline" | "updating" | "new-version" | "signed-out" | "back";

const glyphs = {
  reconnecting: RefreshCw,
  offline: WifiOff,
  updating: ServerCog,
  "new-version": CircleArrowUp,
  "signed-out": LogIn,
  back: Check,
} as const;

export type ConnectionChipProps = {
  /** Leave out while connected: the line to the server is then told by nothing. */
  readonly state?: ConnectionState | undefined;
  /** “Reconnecting in 4 s”, “Offline. 3 messages will send later”. */
  readonly text?: string | undefined;
  readonly action?: { readonly label: string; readonly onClick: () => void } | undefined;
};

/** The one place that tells the state of the connection. Its live region stands also while it is empty. */
export function ConnectionChip(props: ConnectionChipProps) {
  return (
    <div class={css.place} role="status">
      <Show when={props.state}>
        {(state) => (
          <div class={css.chip} data-state={state()}>
            <Dynamic component={glyphs[state()]} />
            <span class={css.text}>{props.text}</span>
            <Show when={props.action}>
              {(action) => (
                <button type="button" class={css.action} onClick={() => action().onClick()}>
                  {action().label}
                </button>
              )}
            </Show>
          </div>
        )}
      </Show>
    </div>
  );
}
