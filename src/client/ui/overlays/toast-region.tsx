import { For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import css from "./toast-region.module.css";
import type { Toaster } from "./toaster.ts";

/**
 * Where toasts appear: the last child of the centre column, which must be positioned; `--toast-bottom` lifts it above
 * the composer.
 */
export function ToastRegion(props: { readonly toaster: Toaster }) {
  return (
    <div
      class={css.region}
      role="status"
      onPointerEnter={() => props.toaster.hold()}
      onPointerLeave={() => props.toaster.release()}
      onFocusIn={() => props.toaster.hold()}
      onFocusOut={() => props.toaster.release()}
    >
      <For each={props.toaster.toasts()}>
        {(toast) => (
          <div class={css.toast}>
            <span class={css.text}>{toast.text}</span>
            <Show when={toast.undo}>
              {(undo) => (
                <button
                  type="button"
                  class={css.undo}
                  onClick={() => {
                    props.toaster.dismiss(toast.id);
                    undo()();
                  }}
                >
                  {toast.verb ?? say("Undo")}
                </button>
              )}
            </Show>
          </div>
        )}
      </For>
    </div>
  );
}
