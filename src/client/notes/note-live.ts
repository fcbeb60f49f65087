import { createEffect, on, onCleanup, onMount } from "solid-js";
import type { Session } from "#/client/shell/session.tsx";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

/** Several changes in a row are one reason to look again. */
const againAfterMs = 400;
/** While somebody writes, a text changes about once a second: lists need not follow each word. */
const textPauseMs = 3_000;

/**
 * Calls `again` so long after events as `pauseFor` says of them, at the soonest of what is due, and `onlineMs` after the
 * connection is back: what happened meanwhile may not have been told one by one. Undefined: these events say nothing.
 */
export function lookAgainAfter(
  session: Pick<Session, "store" | "connection">,
  again: () => void,
  onlineMs: number,
  pauseFor: (events: readonly ReceivedEvent[]) => number | undefined,
): void {
  onMount(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let due = 0;
    const after = (ms: number) => {
      const at = Date.now() + ms;
      if (timer !== undefined && due <= at) return;
      clearTimeout(timer);
      due = at;
      timer = setTimeout(() => {
        timer = undefined;
        again();
      }, ms);
    };
    const off = session.store.onApplied((events) => {
      const pause = pauseFor(events);
      if (pause !== undefined) after(pause);
    });
    createEffect(
      on(
        () => session.connection().is === "online",
        (isOnline) => isOnline && after(onlineMs),
        { defer: true },
      ),
    );
    onCleanup(() => {
      clearTimeout(timer);
      off();
    });
  });
}

export type NoteChangeHeard = {
  readonly noteId: string;
  readonly workspaceId: string | null;
  /** Nothing but the words of the text. */
  readonly textOnly: boolean;
};

/** Calls `again` when notes changed that `concerns` is true of, and when the connection is back after a break. */
export function onNotesChanged(
  session: Session,
  again: () => void,
  concerns: (heard: NoteChangeHeard) => boolean = () => true,
  pauses: { readonly textPauseMs: number } = { textPauseMs },
): void {
  lookAgainAfter(session, again, againAfterMs, (events) => {
    const heard = events.flatMap((event) => {
      const { note_id: noteId, changed } = event.content as { note_id?: unknown; changed?: readonly string[] };
      const isNote = event.type === "swp.note.updated" && typeof noteId === "string";
      return isNote
        ? [{ noteId, workspaceId: event.workspace_id, textOnly: changed?.every((each) => each === "text") === true }]
        : [];
    });
    const mine = heard.filter(concerns);
    if (mine.length === 0) return undefined;
    return mine.every(({ textOnly }) => textOnly) ? pauses.textPauseMs : againAfterMs;
  });
}
