import { handleOf } from "#/client/messages/conversation.ts";
import type { NoteCompletions, NoteOffer } from "#/client/notes/editor/note-editor-types.ts";
import { suggestNotes } from "#/client/notes/note-suggest.ts";
import type { Session } from "#/client/shell/session.tsx";
import { isAi } from "#/domain/participants/participant.ts";

const most = 8;

/** What `[[`, `@` and `:` offer while one writes in a note. */
export function completionsOf(session: Session, workspaceId: string): NoteCompletions {
  const { state } = session;
  return {
    async notes(query) {
      const found = await suggestNotes(query, workspaceId);
      return found.map(({ title, place }): NoteOffer => ({ label: title, detail: place, insert: `[[${title}]]` }));
    },
    async people(query) {
      const { rank } = await import("#/client/messages/completion.ts");
      const candidates = Object.values(state.participants).map((each) => ({
        id: each.id,
        name: each.display_name,
        handle: handleOf(each, state.tenant.server_name),
        isMember: true,
        isAi: isAi(each),
        spoke: 0,
      }));
      return rank(candidates, query)
        .slice(0, most)
        .map(({ name, handle }): NoteOffer => ({ label: name, detail: `@${handle}`, insert: `@${handle}` }));
    },
    async emoji(query) {
      const { findEmoji } = await import("#/client/messages/emoji-set.ts");
      return findEmoji(query.replaceAll("_", " "))
        .slice(0, most)
        .map(([emoji, name]): NoteOffer => ({ label: emoji, detail: name, insert: emoji }));
    },
  };
}
