import { type JSX, Show } from "solid-js";
import css from "./header-bar.module.css";

export type HeaderBarProps = {
  readonly title: string;
  /** `h1` for the page, `h2` for a panel beside it. */
  readonly level: 1 | 2;
  readonly titleId?: string | undefined;
  /** Back button or glyph before the title. */
  readonly start?: JSX.Element;
  readonly detail?: JSX.Element;
  /** Icon buttons, the least important last: they are the first to be cut off. */
  readonly end?: JSX.Element;
};

/** The 48 px line over the centre or a panel. */
export function HeaderBar(props: HeaderBarProps) {
  return (
    <header class={css.header}>
      {props.start}
      <div class={css.words}>
        <Show
          when={props.level === 1}
          fallback={
            <h2 class={css.title} id={props.titleId}>
              {props.title}
            </h2>
          }
        >
          <h1 class={css.title} id={props.titleId}>
            {props.title}
          </h1>
        </Show>
        <Show when={props.detail}>
          <span class={css.detail}>{props.detail}</span>
        </Show>
      </div>
      <div class={css.end}>{props.end}</div>
    </header>
  );
}
