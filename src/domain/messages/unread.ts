import type { MessageContent } from "#/domain/messages/content.ts";

/** A message that counts as unread: enough to count it, to count it as a mention, and to take it back. */
export type UnreadRef = {
  event_id: string;
  stream_position: number;
  mentions_me: boolean;
};

/** How many unread messages a room lists; beyond it the count reads “99+” and is not told exactly. */
export const maxUnreadRefs = 100;

/** What of a room's entry unread is computed from. `unread` is in order of the log. */
export type UnreadPlace = { read_position: number; unread: UnreadRef[] };

type Said = {
  id: string;
  sender_id: string | null;
  stream_position: number;
  content: MessageContent;
  forgotten: boolean;
};

/**
 * Unread is what others said after one's read position and did not take back, thread replies included. The server's own
 * lines (joins, renames) never count. At the bound the oldest reference gives way, so that the newest are always listed;
 * from then on the list agrees with a fresh one up to that bound only.
 */
export function noteSaid(place: UnreadPlace, message: Said, me: string): void {
  if (message.sender_id === me || message.forgotten || message.content.msgtype === "swp.system") return;
  if (message.stream_position <= place.read_position) return;
  place.unread.push({
    event_id: message.id,
    stream_position: message.stream_position,
    mentions_me: mentions(message.content, me),
  });
  if (place.unread.length > maxUnreadRefs) place.unread.shift();
}

/** An edit can mention someone, or no longer: the current words decide. */
export function noteEdited(place: UnreadPlace, eventId: string, content: MessageContent, me: string): void {
  const ref = place.unread.find((each) => each.event_id === eventId);
  if (ref) ref.mentions_me = mentions(content, me);
}

export function noteRemoved(place: UnreadPlace, eventId: string): void {
  const index = place.unread.findIndex((each) => each.event_id === eventId);
  if (index >= 0) place.unread.splice(index, 1);
}

/** The read position moves forward only, so that devices that report in any order end at the farthest. */
export function noteRead(place: UnreadPlace, position: number): void {
  if (position <= place.read_position) return;
  place.read_position = position;
  const index = place.unread.findIndex((ref) => ref.stream_position > position);
  place.unread.splice(0, index < 0 ? place.unread.length : index);
}

/** `more`: there may be more than `count`. */
export type Unread = { count: number; mentions: number; more: boolean };

/** What the room list shows. Everything said in a direct conversation is meant for oneself, so it counts as a mention. */
export function unreadOf(place: { room_type: string; unread: readonly UnreadRef[] }): Unread {
  const count = place.unread.length;
  const mentions = place.room_type === "dm" ? count : place.unread.filter((ref) => ref.mentions_me).length;
  return { count, mentions, more: count >= maxUnreadRefs };
}

function mentions(content: MessageContent, me: string): boolean {
  return content.mentions?.includes(me) ?? false;
}
