import { For, type JSX, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { MessageTime } from "./message-frame.tsx";
import css from "./timeline-lines.module.css";

/** “Ana invited Bram”: what happened, without an avatar; `icon` stands in the avatar column. */
export function SystemLine(props: {
  readonly icon: JSX.Element;
  readonly time?: MessageTime | undefined;
  readonly children: JSX.Element;
}) {
  return (
    <p class={css.system}>
      <span class={css.icon}>{props.icon}</span>
      <span>
        {props.children}
        <Show when={props.time}>
          {(time) => (
            <time class={css.time} datetime={time().iso} data-tip={time().full}>
              {time().text}
            </time>
          )}
        </Show>
      </span>
    </p>
  );
}

/** Where the unread begins; stays until one leaves the room. */
export function UnreadDivider() {
  return (
    <div class={css.unread}>
      <hr aria-label={say("New messages")} />
      <span aria-hidden="true">{say("New")}</span>
    </div>
  );
}

/** A day of the timeline; sticks below the header while its messages pass. */
export function DateSeparator(props: { readonly iso: string; readonly label: string }) {
  return (
    <div class={css.date}>
      <h3>
        <time datetime={props.iso}>{props.label}</time>
      </h3>
    </div>
  );
}

/** Messages that are not there yet; appears only when the wait is felt, and never moves. */
export function MessageSkeleton(props: { readonly lines?: readonly number[] | undefined }) {
  return (
    <div class={css.skeleton} aria-hidden="true">
      <span class={css.blank} data-face="" />
      <div>
        <span class={css.blank} style={{ "inline-size": "96px" }} />
        <For each={props.lines ?? [88, 62]}>
          {(width) => <span class={css.blank} style={{ "inline-size": `${width}%` }} />}
        </For>
      </div>
    </div>
  );
}
