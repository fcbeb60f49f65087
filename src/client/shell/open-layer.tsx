import { type Component, lazy, Show, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import { type Layer, useLayers } from "#/client/shell/layers.tsx";
import type { WorkspaceEntry } from "#/domain/views/state.ts";

/** What the part of a layer is given. It is mounted only while its layer is open. */
export type LayerProps<Is extends Layer["is"] = Layer["is"]> = {
  readonly layer: Layer & { readonly is: Is };
  readonly workspace: WorkspaceEntry | undefined;
  readonly onClose: () => void;
};

const parts: { [Is in Layer["is"]]: Component<LayerProps<Is>> } = {
  switcher: lazy(() => import("#/client/shell/switcher.tsx")),
  "create-room": lazy(() => import("#/client/rooms/create-room-dialog.tsx")),
  "create-workspace": lazy(() => import("#/client/workspaces/create-workspace-dialog.tsx")),
  "new-note": lazy(() => import("#/client/notes/new-note-dialog.tsx")),
  directory: lazy(() => import("#/client/rooms/directory-dialog.tsx")),
  "start-dm": lazy(() => import("#/client/rooms/start-dm-dialog.tsx")),
  invite: lazy(() => import("#/client/rooms/invite-dialog.tsx")),
  rename: lazy(() => import("#/client/rooms/rename-room-dialog.tsx")),
  leave: lazy(() => import("#/client/rooms/leave-room-dialog.tsx")),
  kick: lazy(() => import("#/client/rooms/remove-person-dialog.tsx")),
  ban: lazy(() => import("#/client/rooms/remove-person-dialog.tsx")),
  "member-power": lazy(() => import("#/client/rooms/member-power-dialog.tsx")),
  "end-room": lazy(() => import("#/client/rooms/end-room-dialog.tsx")),
  "archived-rooms": lazy(() => import("#/client/rooms/archived-rooms-dialog.tsx")),
  "room-settings": lazy(() => import("#/client/rooms/room-settings-dialog.tsx")),
  "room-ai": lazy(() => import("#/client/ai/room-ai-dialog.tsx")),
  "move-room": lazy(() => import("#/client/rooms/move-room-dialog.tsx")),
  status: lazy(() => import("#/client/presence/status-dialog.tsx")),
  section: lazy(() => import("#/client/rooms/section-dialog.tsx")),
  "message-place": lazy(() => import("#/client/messages/place-dialog.tsx")),
  mentions: lazy(() => import("#/client/messages/mentions-dialog.tsx")),
  drafts: lazy(() => import("#/client/messages/drafts-dialog.tsx")),
  "mark-read": lazy(() => import("#/client/messages/mark-read-dialog.tsx")),
  shortcuts: lazy(() => import("#/client/shell/shortcut-sheet.tsx")),
};

/** The layer that is open, over the page. Loading its code holds up nothing else. */
export function OpenLayer(props: { readonly workspace: WorkspaceEntry | undefined }) {
  const layers = useLayers();
  return (
    <Suspense>
      <Show when={layers.layer()} keyed>
        {(layer) => (
          <Dynamic
            component={parts[layer.is] as Component<LayerProps>}
            layer={layer}
            workspace={props.workspace}
            onClose={() => layers.close()}
          />
        )}
      </Show>
    </Suspense>
  );
}
