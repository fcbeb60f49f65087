import Plus from "lucide-solid/icons/plus";
import { For, type JSX } from "solid-js";
import { say } from "#/client/language/say.ts";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { WorkspaceTile } from "#/client/ui/rooms/workspace-tile.tsx";
import css from "#/client/workspaces/rail.module.css";

export type RailWorkspace = {
  readonly id: string;
  readonly name: string;
  readonly href: string;
  readonly unread: number;
  readonly mentions: number;
};

/** The workspaces one is in. */
export function Rail(props: {
  readonly workspaces: readonly RailWorkspace[];
  readonly currentId: string | undefined;
  readonly onAdd: () => void;
  /** Oneself, at the foot. */
  readonly foot: JSX.Element;
}) {
  return (
    <div class={css.rail} id="rail">
      <nav aria-label={say("Workspaces")}>
        <ul class={css.tiles}>
          <For each={props.workspaces}>
            {(workspace) => (
              <li>
                <WorkspaceTile
                  href={workspace.href}
                  name={workspace.name}
                  unread={workspace.unread}
                  mentions={workspace.mentions}
                  selected={workspace.id === props.currentId}
                />
              </li>
            )}
          </For>
        </ul>
      </nav>
      <IconButton label={say("Add a workspace")} onClick={() => props.onAdd()}>
        <Plus />
      </IconButton>
      <div class={css.foot}>{props.foot}</div>
    </div>
  );
}
