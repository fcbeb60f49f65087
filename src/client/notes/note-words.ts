import { say } from "#/client/language/say.ts";
import type { NoteStatus } from "#/domain/notes/note.ts";

export function statusWords(status: NoteStatus): string {
  switch (status) {
    case "draft":
      return say("Draft");
    case "published":
      return say("Published");
    case "archived":
      return say("Archived");
  }
}

/** Seconds since 1970 of an instant on the wire. */
export function secondsOf(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}
