import type { MessageContent } from "#/domain/messages/content.ts";

/** A message that counts as unread: enough to count it, to count it as a mention, and to take it back. */
export type UnreadRef = {
  event_id: string;
  stream_position: number;
  mentions_me: boolean;
};

/** How many unread messages a room lists; beyond it the count reads “99+” and is not told exactly. */
export const maxUnreadRefs = 100;

/** What unread is computed from. `unread` is in order of the log. */
export type UnreadPlace = { read_position: number; unread: UnreadRef[] };

/** A thread that one follows. `followed_at` is the position at which that began. */
export type ThreadPlace = UnreadPlace & { followed_at: number };

/** How many followed threads of one room are listed with it; the newest are kept. */
export const maxThreadPlaces = 50;

/** What of a room's entry unread is computed from: its own timeline, and by root the threads that one follows. */
export type RoomPlace = UnreadPlace & { threads: Record<string, ThreadPlace> };

type Said = {
  id: string;
  sender_id: string | null;
  stream_position: number;
  content: MessageContent;
  forgotten: boolean;
};

/**
 * Unread is what others said after one's read position and did not take back. The server's own lines (joins, renames)
 * never count. A reply counts in its thread, for those who follow it, by their position there; one that the room shows too
 * counts in the room alone, so that nothing counts twice. At the bound the oldest reference gives way, so that the newest
 * are always listed; from then on the list agrees with a fresh one up to that bound only.
 */
export function noteSaid(room: RoomPlace, message: Said, me: string): void {
  if (message.sender_id === me || message.forgotten || message.content.msgtype === "swp.system") return;
  const { thread_root_id: root, also_in_room } = message.content;
  const place = root === undefined || also_in_room ? room : room.threads[root];
  if (!place || message.stream_position <= place.read_position) return;
  place.unread.push({
    event_id: message.id,
    stream_position: message.stream_position,
    mentions_me: mentions(message.content, me),
  });
  if (place.unread.length > maxUnreadRefs) place.unread.shift();
}

/** An edit can mention someone, or no longer: the current words decide. */
export function noteEdited(room: RoomPlace, eventId: string, content: MessageContent, me: string): void {
  for (const place of placesOf(room)) {
    const ref = place.unread.find((each) => each.event_id === eventId);
    if (ref) ref.mentions_me = mentions(content, me);
  }
}

export function noteRemoved(room: RoomPlace, eventId: string): void {
  for (const place of placesOf(room)) {
    const index = place.unread.findIndex((each) => each.event_id === eventId);
    if (index >= 0) place.unread.splice(index, 1);
  }
}

/** The read position moves forward only, so that devices that report in any order end at the farthest. */
export function noteRead(place: UnreadPlace, position: number): void {
  if (position <= place.read_position) return;
  place.read_position = position;
  const index = place.unread.findIndex((ref) => ref.stream_position > position);
  place.unread.splice(0, index < 0 ? place.unread.length : index);
}

/** One set the marker anew, maybe back: what is unread from there is told with it. */
export function setRead(place: UnreadPlace, position: number, unread: readonly UnreadRef[]): void {
  place.read_position = position;
  place.unread = unread.map((ref) => ({ ...ref }));
}

/** One begins to follow a thread, or stops. What was said in it before is read. */
export function noteFollow(room: RoomPlace, rootId: string, following: boolean, position: number): void {
  delete room.threads[rootId];
  if (!following) return;
  room.threads[rootId] = { read_position: position, unread: [], followed_at: position };
  const all = Object.entries(room.threads);
  if (all.length <= maxThreadPlaces) return;
  const [oldest] = all.reduce((a, b) => (b[1].followed_at < a[1].followed_at ? b : a));
  delete room.threads[oldest];
}

function placesOf(room: RoomPlace): UnreadPlace[] {
  return [room, ...Object.values(room.threads)];
}

/** `more`: there may be more than `count`. */
export type Unread = { count: number; mentions: number; more: boolean };

/**
 * What the room list shows: the room's own timeline. A direct conversation carries what is unread in its threads too, and
 * everything said in it is meant for oneself, so it counts as a mention.
 */
export function unreadOf(place: {
  room_type: string;
  /** What was archived or closed waits for nobody. */
  state?: string;
  unread: readonly UnreadRef[];
  threads?: Record<string, ThreadPlace>;
}): Unread {
  if (place.state !== undefined && place.state !== "open") return { count: 0, mentions: 0, more: false };
  const own = countOf([place]);
  if (place.room_type !== "dm") return own;
  const inThreads = threadsUnreadOf(place);
  const count = own.count + inThreads.count;
  return { count, mentions: count, more: own.more || inThreads.more };
}

/** What is unread in the threads of one room that one follows. */
export function threadsUnreadOf(place: { threads?: Record<string, ThreadPlace> }): Unread {
  return countOf(Object.values(place.threads ?? {}));
}

function countOf(places: readonly { unread: readonly UnreadRef[] }[]): Unread {
  const refs = places.flatMap((place) => place.unread);
  return {
    count: refs.length,
    mentions: refs.filter((ref) => ref.mentions_me).length,
    more: places.some((place) => place.unread.length >= maxUnreadRefs),
  };
}

/** Whether these words ask me: by name, or everyone in the room. */
function mentions(content: MessageContent, me: string): boolean {
  return content.mentions_room === true || (content.mentions?.includes(me) ?? false);
}
