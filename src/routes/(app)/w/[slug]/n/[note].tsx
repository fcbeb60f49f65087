import { createAsync, revalidate, useParams } from "@solidjs/router";
import { NotePage } from "#/client/notes/note-page.tsx";
import { loadNote } from "#/load-notes.ts";

export default function NoteRoute() {
  const params = useParams<{ slug: string; note: string }>();
  const note = createAsync(() => loadNote(params.slug, params.note));
  return (
    <NotePage
      slug={params.slug}
      loaded={note.latest}
      again={() => void revalidate(loadNote.keyFor(params.slug, params.note))}
    />
  );
}
