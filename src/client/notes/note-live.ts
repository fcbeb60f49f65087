import { createEffect, on, onCleanup, onMount } from "solid-js";
import type { Session } from "#/client/shell/session.tsx";

/** Several changes in a row are one reason to look again. */
const againAfterMs = 400;

export type NoteChangeHeard = {
  readonly noteId: string;
  readonly workspaceId: string | null;
  readonly deleted: boolean;
};

/**
 * Calls `again` when notes changed that `concerns` is true of, and when the connection is back after a break: what happened
 * meanwhile may not have been told one by one.
 */
export function onNotesChanged(
  session: Session,
  again: () => void,
  concerns: (heard: NoteChangeHeard) => boolean = () => true,
): void {
  onMount(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(again, againAfterMs);
    };
    const off = session.store.onApplied((events) => {
      const heard = events.flatMap((event) => {
        const { note_id: noteId, deleted } = event.content as { note_id?: unknown; deleted?: unknown };
        const isNote = event.type === "swp.note.updated" && typeof noteId === "string";
        return isNote ? [{ noteId, workspaceId: event.workspace_id, deleted: deleted === true }] : [];
      });
      if (heard.some(concerns)) later();
    });
    createEffect(
      on(
        () => session.connection().is === "online",
        (isOnline) => isOnline && later(),
        { defer: true },
      ),
    );
    onCleanup(() => {
      clearTimeout(timer);
      off();
    });
  });
}
