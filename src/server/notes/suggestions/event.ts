import type { EventDraft } from "#/domain/envelope.ts";
import type { SuggestionState } from "#/domain/notes/suggestions.ts";
import type { Context } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import type { NoteRow } from "#/server/notes/access.ts";
import { draftReaders } from "#/server/notes/write.ts";

/** Tells who may see the note; of a draft those are named. */
export async function suggestionEvent(
  tx: Writer,
  { newId }: Pick<Context, "newId">,
  row: NoteRow,
  { ids, state, senderId }: { ids: string[]; state: SuggestionState; senderId: string },
): Promise<EventDraft> {
  return {
    id: newId(),
    type: "swp.note.suggestion",
    room_id: null,
    workspace_id: row.workspaceId,
    sender_id: senderId,
    content: { note_id: row.id, suggestion_ids: ids, state, status: row.status },
    also: await draftReaders(tx, row),
  };
}
