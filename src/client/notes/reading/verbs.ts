import { type Accessor, createSignal } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { NoteReadingProps } from "#/client/notes/reading/note-reading.tsx";
import { useSession } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import type { Todo } from "#/domain/todos/read-todos.ts";

/**
 * What can be pressed in a note, heard by the note as a whole: elements that came with the page need no script of their own.
 */
export function createReadingVerbs(props: NoteReadingProps, todos: Accessor<ReadonlyMap<number, Todo>>) {
  const session = useSession();
  const [problem, setProblem] = createSignal<string>();

  async function toggle(box: HTMLInputElement): Promise<void> {
    const todo = todos().get(Number(box.dataset.todo));
    if (!todo || !props.canWrite) return;
    const done = box.checked;
    setProblem(undefined);
    try {
      const { setTodoDone } = await import("#/client/shell/note-slots.tsx");
      const asked = { block_id: todo.hasId ? todo.blockId : null, ordinal: todo.ordinal, done };
      await (props.onToggleTodo ? props.onToggleTodo(asked) : setTodoDone(props.noteId, todo.blockId, done));
    } catch (error) {
      box.checked = !done;
      setProblem(asSwError(error).message);
    }
  }

  async function create(title: string): Promise<void> {
    setProblem(undefined);
    try {
      await props.onCreateNote?.(title);
    } catch (error) {
      setProblem(asSwError(error).message);
    }
  }

  async function copyLink(link: HTMLAnchorElement): Promise<void> {
    try {
      await navigator.clipboard.writeText(link.href);
      session.toaster.show(say("Link copied"));
    } catch {
      // Without the clipboard the link still leads there, and stands in the address bar.
    }
  }

  function onClick(event: MouseEvent): void {
    const pressed = event.target as Element;
    const box = pressed.closest<HTMLInputElement>("input[data-todo]");
    if (box) void toggle(box);
    const missing = pressed.closest<HTMLElement>("button[data-create]")?.dataset.create;
    if (missing) void create(missing);
    const link = pressed.closest<HTMLAnchorElement>("a[data-copy-link]");
    if (link) void copyLink(link);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const box = (event.target as Element).closest<HTMLInputElement>("input[data-todo]");
    if (!box || event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    box.click();
  }

  return { onClick, onKeyDown, problem };
}
