import { Navigate, useLocation } from "@solidjs/router";
import { createMemo, Show } from "solid-js";
import { isPassing, NoteRefused } from "#/client/notes/note-refused.tsx";
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
  // A server that is away for a moment takes no note off the screen: one may be writing in it.
  const note = createMemo<NoteDetails | undefined>((before) => {
    if (!props.loaded) return before;
    return props.loaded.ok ? props.loaded.value : isPassing(props.loaded.code) ? before : undefined;
  });
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
