import type { Message } from "#/domain/messages/message.ts";
import {
  append,
  countReply,
  edit,
  find,
  loseOriginal,
  messageOf,
  react,
  redact,
  summarise,
  type ThreadSummary,
} from "#/domain/messages/reduce.ts";
import type { Received } from "#/domain/views/apply.ts";
import type { ThreadView } from "#/domain/views/state.ts";

/** One opened thread past one event of its room that it does not hold yet. */
export function applyToThread(view: ThreadView, event: Received): void {
  if (event.forgotten && event.type !== "swp.room.message") return;
  switch (event.type) {
    case "swp.room.message": {
      const message = messageOf(event);
      if (message.thread_root_id !== view.root.id) return;
      append(view.replies, message);
      view.root.thread = countReply(view.root.thread, message);
      return;
    }
    case "swp.room.message.edit": {
      const message = within(view, event.content.event_id);
      if (message) edit(message, event.content);
      return;
    }
    case "swp.room.reaction": {
      const message = within(view, event.content.event_id);
      if (message) react(message, event.sender_id!, event.content);
      return;
    }
    case "swp.room.original_removed": {
      const message = within(view, event.content.event_id);
      if (message) loseOriginal(message);
      return;
    }
    case "swp.room.redaction": {
      const change = threadAfter(event, { [view.root.id]: view });
      const message = within(view, event.content.event_id);
      if (message) redact(message, event.content);
      if (change?.root_id === view.root.id) view.root.thread = change.summary;
    }
  }
}

function within(view: ThreadView, id: string): Message | undefined {
  return view.root.id === id ? view.root : find(view.replies, id);
}

export type ThreadChange = { root_id: string; summary: ThreadSummary | null };

/**
 * What a redaction does to the footer of a thread: null when the message was no reply. Who is left among the first five,
 * and when the newest reply was said, cannot be known from the footer alone, so the event tells (`thread`). An event of an
 * older log does not; then the thread itself tells, if it is open and whole.
 */
export function threadAfter(
  event: Received<"swp.room.redaction">,
  threads: Record<string, ThreadView>,
): ThreadChange | null {
  const told = (event.content as { thread?: ThreadChange | null }).thread;
  if (told !== undefined) return told;
  for (const { root, replies, stream_position } of Object.values(threads)) {
    const removed = find(replies, event.content.event_id);
    if (!removed || stream_position >= event.stream_position) continue;
    const whole = summarise(replies)?.count === root.thread?.count;
    return whole ? { root_id: root.id, summary: summarise(replies.filter((reply) => reply.id !== removed.id)) } : null;
  }
  return null;
}
