import { Show } from "solid-js";
import { ThreadPanel } from "#/client/messages/thread-panel.tsx";
import { MembersPanel } from "#/client/rooms/members-panel.tsx";
import { panelBounds, remember } from "#/client/shell/device.ts";
import type { Panel } from "#/client/shell/places.ts";
import css from "#/client/shell/room-page.module.css";
import { DividerHandle } from "#/client/ui/layout/divider-handle.tsx";
import type { RoomView } from "#/domain/views/state.ts";

export type RoomPanelProps = {
  readonly view: RoomView;
  readonly panel: Panel | undefined;
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly onOpenPerson: (participantId: string, anchor: Element) => void;
  readonly onClose: () => void;
};

/** What stands beside a room: who is in it, or one of its threads. */
export function RoomPanel(props: RoomPanelProps) {
  const rootId = () => (props.panel?.is === "thread" ? props.panel.rootId : undefined);
  return (
    <Show when={props.panel}>
      <aside class={css.panel} id="panel" aria-label={rootId() ? "Thread" : "Members"}>
        <DividerHandle
          label="Width of the panel"
          controls="panel"
          edge="start"
          value={props.width}
          {...panelBounds}
          onChange={props.onWidth}
          onCommit={(width) => remember("panel", String(width))}
        />
        <Show
          when={rootId()}
          keyed
          fallback={<MembersPanel view={props.view} onClose={props.onClose} onOpen={props.onOpenPerson} />}
        >
          {(root) => (
            <ThreadPanel
              roomId={props.view.room.id}
              rootId={root}
              onClose={props.onClose}
              onOpenPerson={props.onOpenPerson}
            />
          )}
        </Show>
      </aside>
    </Show>
  );
}
