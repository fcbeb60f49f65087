import { createEffect, on, onCleanup, onMount } from "solid-js";
import type { Conversation } from "#/client/messages/conversation.ts";
import { createReading } from "#/client/messages/reading.ts";
import { unreadHold } from "#/client/messages/unread-hold.ts";

/** A thread that one follows counts as read by itself, as a room does: its end seen for a second in a focused window. */
export function createThreadReading(
  conversation: Conversation,
  rootId: string,
  deps: { jumped: boolean; atBottom: () => boolean },
) {
  const { session } = conversation;
  const hold = unreadHold(session);
  const roomId = conversation.roomId();
  const place = () => conversation.entry()?.threads[rootId];
  const newest = () => session.state.threads[rootId]?.replies.at(-1);

  function markAll(): void {
    hold.release(rootId);
    const last = newest();
    if (last) session.actions.markThreadRead(roomId, rootId, last);
  }

  const reading = createReading({
    mark: markAll,
    jumped: deps.jumped,
    isHeld: () => hold.after(rootId) !== null,
  });
  onMount(() => reading.atBottom(deps.atBottom()));
  createEffect(
    on(
      () => [place()?.unread.length, newest()?.id],
      () => reading.grew(),
      { defer: true },
    ),
  );
  onCleanup(() => hold.release(rootId));
  return { atBottom: reading.atBottom, markAll };
}
