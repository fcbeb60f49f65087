import { noteServer } from "#/client/notes/note-server.ts";
import type { NoteSuggestion } from "#/domain/notes/links-schema.ts";

/**
 * Notes whose title or other name fits what was typed, those of the workspace first; the latest changed ones for nothing
 * typed. At most 8.
 */
export function suggestNotes(typed: string, workspaceId?: string): Promise<readonly NoteSuggestion[]> {
  return noteServer.suggest(typed, workspaceId);
}
