import Ellipsis from "lucide-solid/icons/ellipsis";
import { type JSX, Show } from "solid-js";
import { say } from "#/client/language/say.ts";
import { createNoteAct } from "#/client/notes/note-act.ts";
import { noteServer } from "#/client/notes/note-server.ts";
import type { NotesView } from "#/client/notes/notes-filter.ts";
import { useSession } from "#/client/shell/session.tsx";
import { Button } from "#/client/ui/controls/button.tsx";
import { IconButton } from "#/client/ui/controls/icon-button.tsx";
import { Menu, type MenuEntry } from "#/client/ui/overlays/menu.tsx";
import { noteAllows } from "#/domain/notes/note.ts";
import type { NoteSummary } from "#/domain/notes/schema.ts";

/** What one can do with a note of the list: sort it, put it away, or take it back. */
export function RowVerbs(props: {
  readonly note: NoteSummary;
  readonly view: NotesView;
  readonly categories: readonly string[];
  readonly again: () => void;
}): JSX.Element {
  const session = useSession();
  const standing = () => ({
    role: session.state.workspaces[props.note.workspace_id]?.role ?? null,
    status: props.note.status,
    isOwner: props.note.owner_id === session.state.me.id,
  });
  const may = (action: "write" | "manage") => noteAllows(standing(), action);

  const act = createNoteAct(session, () => props.again());

  const { id } = props.note;
  const restore = () => act(() => noteServer.restore(id), say("Restored"));
  const archive = () =>
    act(
      () => noteServer.archive(id),
      say("Archived"),
      () => noteServer.restore(id),
    );
  const pin = () =>
    act(
      () => noteServer.update(id, { pinned: !props.note.pinned }),
      props.note.pinned ? say("Unpinned") : say("Pinned"),
    );
  const sort = (category: string) =>
    act(() => noteServer.setProperties(id, { category }), say("Moved to {category}", { category }));

  const entries = (): MenuEntry[] => [
    ...(may("write") ? [{ label: props.note.pinned ? say("Unpin") : say("Pin"), onSelect: () => void pin() }] : []),
    ...(may("manage") ? [{ label: say("Archive"), onSelect: () => void archive() }] : []),
  ];
  return (
    <>
      <Show when={props.note.status === "archived" && may("manage")}>
        <Button size="small" onClick={() => void restore()}>
          {say("Restore")}
        </Button>
      </Show>
      <Show when={props.view === "inbox" && may("write") && props.categories.length > 0}>
        <Menu
          label={say("Category")}
          entries={props.categories.map((category) => ({ label: category, onSelect: () => void sort(category) }))}
          placement={{ side: "below", align: "end" }}
          trigger={(attributes) => (
            <Button size="small" {...attributes}>
              {say("Category")}
            </Button>
          )}
        />
      </Show>
      <Show when={props.note.status !== "archived" && entries().length > 0}>
        <Menu
          label={say("More about {title}", { title: props.note.title })}
          entries={entries()}
          placement={{ side: "below", align: "end" }}
          trigger={(attributes) => (
            <IconButton label={say("More about {title}", { title: props.note.title })} size="small" {...attributes}>
              <Ellipsis />
            </IconButton>
          )}
        />
      </Show>
    </>
  );
}
