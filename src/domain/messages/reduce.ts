import type { EventContent } from "#/domain/catalogue.ts";
import type { LogEvent } from "#/domain/envelope.ts";
import type { Message } from "#/domain/messages/message.ts";

type Received<T extends LogEvent["type"]> = Omit<LogEvent<T>, "audience">;

export type ThreadSummary = NonNullable<Message["thread"]>;

/** How many people a thread's footer names. */
const maxRepliers = 5;

/**
 * The message that an event said. One whose words were forgotten since arrives empty: it is a tombstone from the start,
 * and the redaction that follows in the log says by whom and when. Until then its own author and time stand in.
 */
export function messageOf(event: Received<"swp.room.message">): Message {
  const { reply_to_event_id, thread_root_id } = event.content;
  return {
    id: event.id,
    room_id: event.room_id!,
    sender_id: event.sender_id!,
    event_type: "swp.room.message",
    content: event.forgotten ? {} : event.content,
    stream_position: event.stream_position,
    origin_ts: event.origin_ts,
    created_at: event.ts,
    edited_at: null,
    original_content: null,
    redacted_at: event.forgotten ? event.ts : null,
    redacted_by: event.forgotten ? event.sender_id : null,
    redaction_reason: null,
    reactions: [],
    reply_to_event_id: reply_to_event_id ?? null,
    thread_root_id: thread_root_id ?? null,
    thread: null,
    ...(event.content.also_in_room && thread_root_id ? { also_in_room: true as const } : {}),
    event_uuid: event.forgotten ? null : event.event_uuid,
  };
}

/** Adds a message at the end of a list in order of the log. One that is there already is not added again. */
export function append(messages: Message[], message: Message): void {
  if (find(messages, message.id)) return;
  messages.push(message);
}

/** From the end, where the message usually is. */
export function find(messages: readonly Message[], id: string): Message | undefined {
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    if (messages[index]!.id === id) return messages[index];
  }
  return undefined;
}

/** The words change, the first ones are kept; where the message stands does not change. */
export function edit(message: Message, change: EventContent["swp.room.message.edit"]): void {
  if (message.redacted_at !== null) return;
  message.original_content ??= message.content;
  message.content = change.content;
  message.edited_at = change.edited_at;
}

/**
 * Nothing of what was said is left: words, first words, reactions, when it was edited, and the sender's key. A reader who
 * comes later finds the edits blank too, so that only without `edited_at` both see the same. Its place stays: the reply it
 * was, the thread it began.
 */
export function redact(message: Message, change: Omit<EventContent["swp.room.redaction"], "thread">): void {
  message.content = {};
  message.original_content = null;
  message.edited_at = null;
  message.reactions = [];
  message.event_uuid = null;
  message.redacted_at = change.redacted_at;
  message.redacted_by = change.redacted_by;
  message.redaction_reason = change.reason;
  delete message.original_removed;
}

/** What this message forwards is gone where it was said. */
export function loseOriginal(message: Message): void {
  if (message.redacted_at === null) message.original_removed = true;
}

/** In the order in which they were added, each sender and emoji once; one added again after removal comes last. */
export function react(message: Message, sender: string, change: EventContent["swp.room.reaction"]): void {
  if (message.redacted_at !== null) return;
  const index = message.reactions.findIndex((each) => each.sender_id === sender && each.emoji === change.emoji);
  if (change.action === "add" && index < 0) message.reactions.push({ emoji: change.emoji, sender_id: sender });
  if (change.action === "remove" && index >= 0) message.reactions.splice(index, 1);
}

/** One more reply that stands, the newest of all: so its author comes last among the first five, if there is room. */
export function countReply(summary: ThreadSummary | null, reply: Message): ThreadSummary | null {
  if (reply.redacted_at !== null) return summary;
  if (!summary) return { count: 1, last_ts: reply.origin_ts, participant_ids: [reply.sender_id] };
  const known = summary.participant_ids;
  const joins = known.length < maxRepliers && !known.includes(reply.sender_id);
  return {
    count: summary.count + 1,
    last_ts: Math.max(summary.last_ts, reply.origin_ts),
    participant_ids: joins ? [...known, reply.sender_id] : known,
  };
}

/** The footer of a thread whose replies are all here, oldest first; null when none of them stands. */
export function summarise(replies: readonly Message[]): ThreadSummary | null {
  return replies.reduce<ThreadSummary | null>(countReply, null);
}
