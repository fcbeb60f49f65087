import { Title } from "@solidjs/meta";
import { createAsync, revalidate, useSearchParams } from "@solidjs/router";
import { say } from "#/client/language/say.ts";
import { onNotesChanged } from "#/client/notes/note-live.ts";
import { filterOf, type NotesFilter, notesPerPage, searchOf } from "#/client/notes/notes-filter.ts";
import { NotesPage } from "#/client/notes/notes-page.tsx";
import { useSession } from "#/client/shell/session.tsx";
import type { WorkspaceEntry } from "#/domain/views/state.ts";
import { loadNoteFacets, loadNotes, type NotesAsked } from "#/load-notes.ts";

/** The list of notes of a workspace, or of all, as its address asks for it and as it is now. */
export function NotesOf(props: { readonly workspace: WorkspaceEntry | undefined }) {
  const session = useSession();
  const [search, setSearch] = useSearchParams<Record<string, string>>();
  const filter = () => filterOf(search);
  const notes = createAsync(() => loadNotes(askedOf(filter(), props.workspace?.id, session.state.me.id)));
  const facets = createAsync(() => loadNoteFacets(props.workspace?.id));
  const again = () => void revalidate([loadNotes.key, loadNoteFacets.key]);
  onNotesChanged(session, again, ({ workspaceId }) => !props.workspace || workspaceId === props.workspace.id);
  const known = () => {
    const answer = facets.latest;
    return answer?.ok ? answer.value : { categories: [], tags: [] };
  };
  const change = (to: Partial<NotesFilter>) =>
    setSearch(searchOf({ ...filter(), ...to }), { replace: to.page === undefined || to.page === 1, scroll: false });
  return (
    <>
      <Title>{say("Notes")} · ScaiWave</Title>
      <NotesPage
        workspace={props.workspace}
        notes={notes.latest}
        facets={known()}
        filter={filter()}
        onFilter={change}
        again={again}
      />
    </>
  );
}

function askedOf(filter: NotesFilter, workspaceId: string | undefined, me: string): NotesAsked {
  const { view, q, status, category, tag, pinned, mine, page } = filter;
  return {
    inbox: view === "inbox",
    list: {
      ...(workspaceId ? { workspace_id: workspaceId } : {}),
      ...(q ? { q } : {}),
      ...(view === "archive" ? { status: "archived" as const } : status ? { status } : {}),
      ...(category ? { category } : {}),
      ...(tag ? { tag: [tag] } : {}),
      ...(pinned ? { pinned_only: true } : {}),
      ...(mine ? { owner_id: me } : {}),
      limit: notesPerPage,
      offset: (page - 1) * notesPerPage,
    },
  };
}
