import { A, useLocation } from "@solidjs/router";
import Pin from "lucide-solid/icons/pin";
import { createEffect, createSignal, For, on, onMount, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { onNotesChanged } from "#/client/notes/note-live.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import { useSession } from "#/client/shell/session.tsx";
import { SectionHeading } from "#/client/ui/rooms/section-heading.tsx";
import link from "#/client/ui/rooms/sidebar-link.module.css";
import { notePath } from "#/domain/notes/paths.ts";
import type { NoteSummary } from "#/domain/notes/schema.ts";
import css from "./pinned-notes.module.css";

/** The notes that a workspace pins, under its rooms. Nothing stands there while nothing is pinned. */
export default function PinnedNotes(props: { readonly workspaceId: string; readonly slug: string }) {
  const session = useSession();
  const location = useLocation();
  const [notes, setNotes] = createSignal<readonly NoteSummary[]>([]);

  async function read(): Promise<void> {
    const { workspaceId } = props;
    // A list beside the rooms says nothing of its own troubles: the page of notes does.
    const found = await noteServer.pinned(workspaceId).catch(() => undefined);
    if (found && workspaceId === props.workspaceId) setNotes(found);
  }
  onMount(() =>
    createEffect(
      on(
        () => props.workspaceId,
        () => void read(),
      ),
    ),
  );
  onNotesChanged(
    session,
    () => void read(),
    ({ workspaceId }) => workspaceId === props.workspaceId,
  );

  return (
    <Show when={notes().length > 0}>
      <section class={css.section} aria-label={say("Pinned notes")}>
        <SectionHeading label={say("Pinned notes")} />
        <ul class={css.list}>
          <For each={notes()}>
            {(note) => {
              const path = notePath(props.slug, note);
              return (
                <li>
                  <A class={link.link} href={path} aria-current={location.pathname === path ? "page" : undefined}>
                    <Pin />
                    <span class={link.name}>{note.title}</span>
                  </A>
                </li>
              );
            }}
          </For>
        </ul>
      </section>
    </Show>
  );
}
