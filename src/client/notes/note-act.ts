import type { Session } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";

export type NoteAct = (work: () => Promise<unknown>, said: string, undo?: () => Promise<unknown>) => Promise<void>;

/** Does something about a note, reads what is shown of it `again`, and tells what was done, with a way to take it back, or why not. */
export function createNoteAct({ toaster }: Session, again: () => void): NoteAct {
  return async (work, said, undo) => {
    try {
      await work();
      again();
      toaster.show(said, undo && (() => void undo().then(again, () => undefined)));
    } catch (error) {
      toaster.show(asSwError(error).message);
    }
  };
}
