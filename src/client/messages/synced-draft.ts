import { untrack } from "solid-js";
import { say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { DraftSync, DraftWords } from "#/client/messages/draft-sync.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

export type SyncedDraftDeps = {
  readonly conversation: Conversation;
  readonly rootId: string | null;
  readonly current: () => DraftWords;
  readonly show: (words: DraftWords) => void;
};

/** One draft on all of one's devices. Not part of what a page shows first: until its code is here nothing is told. */
export function createSyncedDraft({ conversation, rootId, current, show }: SyncedDraftDeps) {
  let synced: DraftSync | undefined;
  let gone = false;

  async function open(): Promise<void> {
    const { createDraftSync } = await import("#/client/messages/draft-sync.ts");
    if (gone) return;
    synced = createDraftSync({
      roomId: conversation.roomId(),
      rootId,
      current: () => untrack(current),
      show,
      replaced(words, whose) {
        const said =
          whose === "here"
            ? say("Your draft was replaced from another device")
            : say("Replaced a draft from another device");
        conversation.session.toaster.show(said, () => {
          show(words);
          synced?.typed();
        });
      },
    });
    await synced.open();
  }

  return {
    open,
    typed: () => synced?.typed(),
    sent: () => synced?.sent(),
    hear(events: readonly ReceivedEvent[]): void {
      for (const event of events) synced?.hear(event);
    },
    stop(): void {
      gone = true;
      synced?.stop();
    },
  };
}
