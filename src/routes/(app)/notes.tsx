import { useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import { NamedNote } from "#/client/notes/named-note.tsx";
import { NotesOf } from "#/client/notes/notes-of.tsx";

/** The notes of all workspaces; with `?name=`, where a link with that name leads. */
export default function AllNotes() {
  const [search] = useSearchParams<{ name?: string; from?: string }>();
  return (
    <Show when={search.name} fallback={<NotesOf workspace={undefined} />}>
      {(name) => <NamedNote target={name()} from={search.from} />}
    </Show>
  );
}
