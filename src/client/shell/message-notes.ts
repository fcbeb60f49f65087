import { lazy } from "solid-js";
import type { NoteSuggestion } from "#/domain/notes/links-schema.ts";

/** What notes give to messages: each is loaded when it is used. */
export const SaveNoteDialog = lazy(() => import("#/client/notes/save-note-dialog.tsx"));

/** Notes by what one begins to type of their names, those of the workspace first. */
export async function suggestNotes(typed: string, workspaceId?: string): Promise<readonly NoteSuggestion[]> {
  const notes = await import("#/client/notes/note-suggest.ts");
  return notes.suggestNotes(typed, workspaceId);
}
