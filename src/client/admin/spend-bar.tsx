import { Show } from "solid-js";
import css from "#/client/admin/ai.module.css";
import { Meter } from "#/client/admin/meter.tsx";
import { number, say } from "#/client/language/say.ts";

/** What an AI used of its month. Without a cap there is nothing to fill. */
export function SpendBar(props: { readonly spent: number; readonly cap: number | null }) {
  const share = () => (props.cap ? Math.min(100, Math.round((props.spent / props.cap) * 100)) : 100);
  const words = () =>
    props.cap === null
      ? say("{spent} tokens this month", { spent: number(props.spent) })
      : say("{spent} of {cap} tokens this month", { spent: number(props.spent), cap: number(props.cap) });
  return (
    <span class={css.spend}>
      {words()}
      <Show when={props.cap !== null}>
        <Meter share={share()} />
      </Show>
    </span>
  );
}
