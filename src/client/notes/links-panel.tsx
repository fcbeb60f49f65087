import { For, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { createAsked } from "#/client/notes/asked.ts";
import { onNotesChanged } from "#/client/notes/note-live.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import type { OpenNote } from "#/client/notes/open-note.ts";
import { outlineOf } from "#/client/notes/outline.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Problem } from "#/client/ui/controls/problem.tsx";
import { SidePanel } from "#/client/ui/layout/side-panel.tsx";
import type { NoteDetails } from "#/domain/notes/schema.ts";
import css from "./panel.module.css";

const indents = ["0", "12px", "24px", "36px", "48px", "60px"];

/** The headings of a note, and the notes that link to it with the words around the link. */
export default function LinksPanel(props: {
  readonly note: NoteDetails;
  readonly slug: string;
  readonly open: OpenNote;
  readonly onClose: () => void;
}) {
  const session = useSession();
  const outline = () => props.open.outline() ?? outlineOf(props.open.shown());
  const linked = createAsked(() => props.note.id, noteServer.backlinks);
  onNotesChanged(session, linked.again);

  function jump(index: number): void {
    const heading = outline()[index];
    if (!heading) return;
    if (props.open.handle()?.jumpTo({ offset: heading.at })) return;
    const note = document.querySelector("#main article");
    const all = [...(note?.querySelectorAll<HTMLElement>("h2, h3, h4, h5, h6") ?? [])];
    // Those of notes that are shown inside it are not its own.
    const found = all.filter((each) => each.closest("article") === note)[index];
    found?.scrollIntoView({ block: "start" });
    found?.setAttribute("tabindex", "-1");
    found?.focus({ preventScroll: true });
  }

  return (
    <SidePanel title={say("Outline and links")} onClose={props.onClose}>
      <div class={css.scroller}>
        <h3 class={css.heading}>{say("Outline")}</h3>
        <Show
          when={outline().length > 0}
          fallback={<p class={css.nothing}>{say("Headings of the text appear here.")}</p>}
        >
          <ol class={css.list}>
            <For each={outline()}>
              {(heading, index) => (
                <li style={{ "padding-inline-start": indents[heading.level - 1] }}>
                  <button type="button" class={css.outline} onClick={() => jump(index())}>
                    {heading.text}
                  </button>
                </li>
              )}
            </For>
          </ol>
        </Show>
        <h3 class={css.heading}>{say("Linked from")}</h3>
        <Problem text={linked.problem()} />
        <Show when={linked.value()}>
          {(items) => (
            <Show when={items().length > 0} fallback={<p class={css.nothing}>{say("No note links here yet.")}</p>}>
              <ul class={css.list}>
                <For each={items()}>
                  {(link) => (
                    <li>
                      <a class={css.linked} href={link.path}>
                        <b>{link.title}</b>
                        <span class={css.context}>{link.context}</span>
                      </a>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Show>
      </div>
    </SidePanel>
  );
}
