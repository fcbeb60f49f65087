import { createRoot, getOwner } from "solid-js";
import { insert } from "solid-js/web";
import type { DrawInto } from "#/client/notes/editor/note-editor-types.ts";
import { createEmbeds } from "#/client/notes/reading/embeds.ts";
import { NoteReading } from "#/client/notes/reading/note-reading.tsx";
import type { WikiResolution } from "#/domain/notes/schema.ts";

type Around = {
  readonly noteId: string;
  readonly workspaceId: string;
  readonly resolutions: readonly WikiResolution[];
  /** The text as it is written now. */
  readonly markdown: string;
};

/**
 * Draws what a note shows inside itself while somebody writes in it, as reading does: loops end, and what one may not see
 * looks like what is not there. What was just written is shown once the server has it.
 */
export function createEmbedDrawing(note: Around): DrawInto {
  const owner = getOwner();
  const embeds = createEmbeds(note);
  return (source, host) =>
    createRoot((dispose) => {
      insert(
        host,
        <NoteReading
          markdown={`![[${source}]]`}
          noteId={note.noteId}
          workspaceId={note.workspaceId}
          resolutions={note.resolutions}
          canWrite={false}
          place={{ embeds, parent: null }}
        />,
      );
      return dispose;
    }, owner);
}
