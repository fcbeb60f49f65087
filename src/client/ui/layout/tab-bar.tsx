import { For, type JSX, Show } from "solid-js";
import { VisuallyHidden } from "../controls/visually-hidden.tsx";
import { Badge, UnreadDot } from "../rooms/badge.tsx";
import { roomRowName } from "../rooms/room-row-name.ts";
import css from "./tab-bar.module.css";

export type TabBarItem = {
  readonly href: string;
  readonly label: string;
  readonly icon: () => JSX.Element;
  readonly current?: boolean | undefined;
  readonly unread?: number | undefined;
  readonly mentions?: number | undefined;
  readonly invitations?: number | undefined;
};

/** The foot of a phone: Rooms, Inbox, Notes, Today, You. */
export function TabBar(props: { readonly label: string; readonly items: readonly TabBarItem[] }) {
  return (
    <nav class={css.bar} aria-label={props.label}>
      <For each={props.items}>
        {(item) => (
          <a class={css.tab} href={item.href} aria-current={item.current ? "page" : undefined}>
            <span class={css.icon}>
              {item.icon()}
              <Show when={needsOne(item) || item.unread}>
                <span class={css.mark}>
                  <Show when={needsOne(item)} fallback={<UnreadDot />}>
                    {(count) => <Badge count={count()} />}
                  </Show>
                </span>
              </Show>
            </span>
            <VisuallyHidden>
              {roomRowName({
                name: item.label,
                unread: item.unread,
                mentions: item.mentions,
                invitations: item.invitations,
              })}
            </VisuallyHidden>
            <span aria-hidden="true">{item.label}</span>
          </a>
        )}
      </For>
    </nav>
  );
}

function needsOne(item: TabBarItem): number {
  return (item.mentions ?? 0) + (item.invitations ?? 0);
}
