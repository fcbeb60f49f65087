import { noteServer } from "#/client/notes/note-server.ts";

export type SuggestedNote = {
  readonly id: string;
  readonly title: string;
  readonly place: string;
  readonly path: string;
};

/** Notes whose title, other name or words of it begin with what was typed; the newest ones for nothing typed. At most 8. */
export function suggestNotes(typed: string): Promise<readonly SuggestedNote[]> {
  return noteServer.suggest(typed);
}
