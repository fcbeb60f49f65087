import { lazy, Match, Show, Suspense, Switch } from "solid-js";
import { say } from "#/client/language/say.ts";
// The styles come with the room: a panel that the server rendered must not wait for its script to look right.
import "#/client/messages/pins-panel.module.css";
import "#/client/messages/thread-panel.module.css";
import "#/client/notes/panel.module.css";
import "#/client/rooms/members-panel.module.css";
import { panelBounds, remember } from "#/client/shell/device.ts";
import type { Panel } from "#/client/shell/places.ts";
import css from "#/client/shell/room-page.module.css";
import { WidthHandle } from "#/client/shell/width-handle.tsx";
import "#/client/ui/layout/side-panel.module.css";
import type { RoomView } from "#/domain/views/state.ts";

const ThreadPanel = lazy(async () => ({ default: (await import("#/client/messages/thread-panel.tsx")).ThreadPanel }));
const PinsPanel = lazy(async () => ({ default: (await import("#/client/messages/pins-panel.tsx")).PinsPanel }));
const RoomNotesPanel = lazy(() => import("#/client/notes/room-notes-panel.tsx"));
const MembersPanel = lazy(async () => ({ default: (await import("#/client/rooms/members-panel.tsx")).MembersPanel }));

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
      <aside class={css.panel} id="panel" aria-label={labelOf(props.panel)}>
        <WidthHandle
          label={say("Width of the panel")}
          controls="panel"
          edge="start"
          value={props.width}
          {...panelBounds}
          onChange={props.onWidth}
          onCommit={(width) => remember("panel", String(width))}
        />
        <Suspense>
          <Show
            when={rootId()}
            keyed
            fallback={
              <Switch fallback={<MembersPanel view={props.view} onClose={props.onClose} onOpen={props.onOpenPerson} />}>
                <Match when={props.panel?.is === "pins"}>
                  <PinsPanel roomId={props.view.room.id} onClose={props.onClose} />
                </Match>
                <Match when={props.panel?.is === "notes"}>
                  <RoomNotesPanel roomId={props.view.room.id} onClose={props.onClose} />
                </Match>
              </Switch>
            }
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
        </Suspense>
      </aside>
    </Show>
  );
}

function labelOf(panel: Panel | undefined): string {
  switch (panel?.is) {
    case "thread":
      return say("Thread");
    case "pins":
      return say("Pinned messages");
    case "notes":
      return say("Notes of this room");
    default:
      return say("Members");
  }
}
