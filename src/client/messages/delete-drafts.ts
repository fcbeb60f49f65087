import { say, sayCount } from "#/client/language/say.ts";
import { createDrafts } from "#/client/messages/drafts.ts";
import type { Session } from "#/client/shell/session.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";
import type { MessageContent } from "#/domain/messages/content.ts";
import { type DraftEntry, draftKey } from "#/domain/messages/draft.ts";

type Deleted = { room_id: string; root: string | null; content: MessageContent };

/** Deletes drafts on all devices; a toast brings them back for ten seconds. What was deleted before a refusal can come back too. */
export async function deleteDrafts(session: Session, drafts: readonly DraftEntry[]): Promise<void> {
  const here = createDrafts(() => sessionStorage, session.state.me.id);
  const deleted: Deleted[] = [];
  try {
    for (const draft of drafts) {
      const place = { room_id: draft.room_id, root: draft.thread_root_id };
      // A writer that saw nothing is told what stood there: these are the words to bring back.
      const { replaced } = await messageServer.setDraft({ ...place, content: null, base: null });
      here.write(draftKey(draft), "");
      if (replaced) deleted.push({ ...place, content: replaced.content });
    }
  } finally {
    if (deleted.length > 0)
      session.toaster.show(
        sayCount(deleted.length, "Deleted {count} draft", "Deleted {count} drafts"),
        () => void bringBack(session, deleted),
      );
  }
}

async function bringBack(session: Session, deleted: readonly Deleted[]): Promise<void> {
  try {
    for (const draft of deleted) await messageServer.setDraft({ ...draft, base: null });
  } catch (error) {
    session.toaster.show(say("Couldn't bring it back. {message}", { message: asSwError(error).message }));
  }
}
