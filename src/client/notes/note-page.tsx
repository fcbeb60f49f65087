import { Navigate, useLocation } from "@solidjs/router";
import { Show } from "solid-js";
import { NoteRefused } from "#/client/notes/note-refused.tsx";
import { NoteView } from "#/client/notes/note-view.tsx";
import { notesPath } from "#/client/shell/places.ts";
import { useSession } from "#/client/shell/session.tsx";
import type { ErrorCode } from "#/domain/errors.ts";
import { notePath } from "#/domain/notes/paths.ts";
import type { NoteDetails } from "#/domain/notes/schema.ts";

export type LoadedNote = { ok: true; value: NoteDetails } | { ok: false; code: ErrorCode };

/** A note by its address, or the page that says that it can't be opened. */
export function NotePage(props: {
  readonly slug: string;
  readonly loaded: LoadedNote | undefined;
  readonly again: () => void;
}) {
  const { state } = useSession();
  const location = useLocation();
  const note = () => (props.loaded?.ok ? props.loaded.value : undefined);
  const refusal = () => (props.loaded && !props.loaded.ok ? props.loaded.code : undefined);
  const home = (shown: NoteDetails) => state.workspaces[shown.workspace_id]?.slug ?? props.slug;
  return (
    <Show
      when={note()?.id}
      keyed
      fallback={<Show when={refusal()}>{(code) => <NoteRefused code={code()} backHref={notesPath()} />}</Show>}
    >
      <Show when={note()}>
        {(shown) => (
          <>
            <Show when={home(shown()) !== props.slug}>
              <Navigate href={`${notePath(home(shown()), shown())}${location.search}`} />
            </Show>
            <NoteView note={shown()} slug={home(shown())} again={props.again} />
          </>
        )}
      </Show>
    </Show>
  );
}
