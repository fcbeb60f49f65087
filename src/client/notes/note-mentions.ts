import { type NoteMention, noteMentionsIn } from "#/domain/notes/note-mentions.ts";

const mostShown = 3;

/** The first three notes that a message names or links to. `host` is this server's, with its port. */
export function noteMentionsOf(text: string, host: string): NoteMention[] {
  return noteMentionsIn(text, (at) => at === host, mostShown);
}
