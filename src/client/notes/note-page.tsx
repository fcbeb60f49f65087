import { Navigate, useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createMemo, Show } from "solid-js";
import { isServer } from "solid-js/web";
import { NoteRefused } from "#/client/notes/note-refused.tsx";
import { NoteView } from "#/client/notes/note-view.tsx";
import { notesPath } from "#/client/shell/places.ts";
import { isPassing } from "#/client/shell/refused.tsx";
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
            <Lead
              wanted={
                home(shown()) === props.slug ? undefined : `${notePath(home(shown()), shown())}${location.search}`
              }
            />
            <NoteView note={shown()} slug={home(shown())} again={props.again} />
          </>
        )}
      </Show>
    </Show>
  );
}

/** To the address that the note has now: by the answer itself, or once the page stands. */
function Lead(props: { readonly wanted: string | undefined }) {
  const navigate = useNavigate();
  createEffect(() => {
    if (props.wanted) navigate(props.wanted, { replace: true });
  });
  return <Show when={isServer && props.wanted}>{(href) => <Navigate href={href()} />}</Show>;
}
