import { onCleanup, onMount } from "solid-js";
import type { Session } from "#/client/shell/session.tsx";

/** Several events in a row are one reason to look again; the index follows a note within moments. */
const againAfterMs = 300;

/** Calls back when todos may have changed anywhere. */
export function followTodos(session: Session, changed: () => void): void {
  onMount(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const off = session.store.onApplied((events) => {
      if (!events.some(({ type }) => type === "swp.todo_change" || type === "swp.note.updated")) return;
      clearTimeout(timer);
      timer = setTimeout(changed, againAfterMs);
    });
    onCleanup(() => {
      clearTimeout(timer);
      off();
    });
  });
}
