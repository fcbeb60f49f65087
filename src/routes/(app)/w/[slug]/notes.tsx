import { useParams } from "@solidjs/router";
import { Show } from "solid-js";
import { NotesOf } from "#/client/notes/notes-of.tsx";
import { workspaceBySlug } from "#/client/shell/places.ts";
import { RoomRefused } from "#/client/shell/room-refused.tsx";
import { useSession } from "#/client/shell/session.tsx";

export default function WorkspaceNotes() {
  const params = useParams<{ slug: string }>();
  const { state } = useSession();
  return (
    <Show when={workspaceBySlug(params.slug, state)} fallback={<RoomRefused code="SW_WORKSPACE_NOT_FOUND" />}>
      {(workspace) => <NotesOf workspace={workspace()} />}
    </Show>
  );
}
