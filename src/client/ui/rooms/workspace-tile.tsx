import { Show } from "solid-js";
import { tip } from "../controls/tip.ts";
import { initials } from "../people/person.ts";
import { Badge, UnreadDot } from "./badge.tsx";
import { roomRowName } from "./room-row-name.ts";
import css from "./workspace-tile.module.css";

export type WorkspaceTileProps = {
  readonly href: string;
  readonly name: string;
  readonly pictureUrl?: string | undefined;
  readonly selected?: boolean | undefined;
  readonly unread?: number | undefined;
  readonly mentions?: number | undefined;
};

/** A workspace in the rail. */
export function WorkspaceTile(props: WorkspaceTileProps) {
  return (
    <a
      class={css.tile}
      {...tip(props.name)}
      href={props.href}
      aria-label={roomRowName(props)}
      aria-current={props.selected ? "true" : undefined}
    >
      <span class={css.face} data-initials={props.pictureUrl ? undefined : initials(props.name)} aria-hidden="true">
        <Show when={props.pictureUrl}>{(url) => <img src={url()} alt="" />}</Show>
      </span>
      <Show when={props.mentions || props.unread}>
        <span class={css.mark}>
          <Show when={props.mentions} fallback={<UnreadDot />}>
            {(mentions) => <Badge count={mentions()} />}
          </Show>
        </span>
      </Show>
    </a>
  );
}
