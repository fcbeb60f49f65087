import type { JSX } from "solid-js";
import { say } from "#/client/language/say.ts";
import { NoteReading } from "#/client/notes/reading/note-reading.tsx";
import css from "#/client/todos/today-page.module.css";
import type { TodayNote } from "#/domain/todos/schema.ts";

/** The note on top of Today: its first lines, and the way to the rest. */
export function PinnedNote(props: { readonly note: TodayNote }): JSX.Element {
  return (
    <section class={css.pinned} aria-label={say("Pinned note: {title}", { title: props.note.title })}>
      <header class={css.pinnedHead}>
        <h2 class={css.pinnedTitle}>{props.note.title}</h2>
        <a class={css.open} href={props.note.path}>
          {say("Open")}
        </a>
      </header>
      <div class={css.sixLines}>
        <NoteReading
          markdown={props.note.markdown}
          noteId={props.note.note_id}
          workspaceId={props.note.workspace_id}
          resolutions={[]}
          canWrite={false}
        />
      </div>
    </section>
  );
}
