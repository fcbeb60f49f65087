import { createEffect, createSignal, on, onMount } from "solid-js";
import { lookAgainAfter } from "#/client/notes/note-live.ts";
import type { Session } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import type { CommentCounts } from "#/domain/notes/comments-schema.ts";

const pauseMs = 250;
/** While somebody writes, the places of comments move at every save. */
const textPauseMs = 2_000;

/** Calls `again` when comments of a note came or changed, when its text did, and when the connection is back after a break. */
export function onCommentsChanged(session: Session, noteId: () => string, again: () => void): void {
  lookAgainAfter(session, again, pauseMs, (events) => {
    const types = events
      .filter(({ content }) => (content as { note_id?: unknown }).note_id === noteId())
      .map(({ type }) => type);
    if (types.includes("swp.note.comment")) return pauseMs;
    return types.includes("swp.note.updated") ? textPauseMs : undefined;
  });
}

/** The numbers for a badge, kept up to date while it is shown: open threads, and comments that one has not read. */
export function createCommentCounts(
  session: Session,
  noteId: () => string,
  read: (noteId: string) => Promise<CommentCounts> = (note_id) => api.noteComments.counts.query({ note_id }),
): () => CommentCounts {
  const [counts, setCounts] = createSignal<CommentCounts>({ unresolved: 0, unread: 0 });
  const ask = (): void => {
    const asked = noteId();
    read(asked).then(
      (told) => asked === noteId() && setCounts(told),
      () => undefined,
    );
  };
  // In the browser alone: a page that is rendered on the server has no badge until it lives.
  onMount(() => createEffect(on(noteId, ask)));
  onCommentsChanged(session, noteId, ask);
  return counts;
}
