import type { Audience, LogEvent } from "#/domain/envelope.ts";
import type { MessageContent } from "#/domain/messages/content.ts";
import type { Pin } from "#/domain/messages/pins.ts";
import { maxUnreadRefs } from "#/domain/messages/unread.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";

type Place = { thread_root_id?: string; also_in_room?: boolean };

export function placeOf(event: LogEvent): Place {
  const { thread_root_id: root, also_in_room: also } = event.content as MessageContent;
  return { ...(root === undefined ? {} : { thread_root_id: root }), ...(also ? { also_in_room: true } : {}) };
}

/** A reply that the room's timeline doesn't show. */
export function isThreadOnly(event: LogEvent): boolean {
  const { thread_root_id, also_in_room } = placeOf(event);
  return thread_root_id !== undefined && !also_in_room;
}

/** What of these is unread for `me` at the end of `log`, after a position. */
export function unreadAfter(log: readonly LogEvent[], messages: readonly LogEvent[], me: string, position: number) {
  return messages
    .filter((event) => event.sender_id !== me && event.stream_position > position)
    .filter((event) => (event.content as MessageContent).msgtype !== "swp.system")
    .filter((event) => !log.some((each) => each.type === "swp.room.redaction" && each.content.event_id === event.id))
    .map((event) => {
      const edit = log.findLast((each) => each.type === "swp.room.message.edit" && each.content.event_id === event.id);
      const now =
        (edit as LogEvent<"swp.room.message.edit"> | undefined)?.content.content ?? (event.content as MessageContent);
      const mentions_me = now.mentions_room === true || (now.mentions?.includes(me) ?? false);
      return { event_id: event.id, stream_position: event.stream_position, mentions_me };
    })
    .slice(-maxUnreadRefs);
}

/** As the newest word of them says, without those removed since. */
export function pinsOf(log: readonly LogEvent[], room: string): Pin[] {
  const told = log.findLast((event) => event.type === "swp.room.pins" && event.room_id === room);
  const pins = (told as LogEvent<"swp.room.pins"> | undefined)?.content.pins ?? [];
  return pins.filter(
    (pin) => !log.some((each) => each.type === "swp.room.redaction" && each.content.event_id === pin.event_id),
  );
}

/** The words are gone, the place in the thread stays. */
export function blank(event: LogEvent): ReceivedEvent {
  const content = event.type === "swp.room.message" ? placeOf(event) : {};
  return { ...event, content, event_uuid: null, forgotten: true } as unknown as ReceivedEvent;
}

export function concerns(audience: Audience, me: string, inside: ReadonlySet<string>): boolean {
  if (audience.kind === "tenant" || audience.kind === "workspace") return true;
  return audience.also.includes(me) || (audience.kind === "room" && inside.has(audience.room_id));
}

export function threadOf(log: readonly LogEvent[], redacted: ReadonlySet<string>, root: string) {
  const replies = log.filter((event) => placeOf(event).thread_root_id === root && event.type === "swp.room.message");
  const standing = replies.filter((reply) => !redacted.has(reply.id));
  if (standing.length === 0) return null;
  return {
    count: standing.length,
    last_ts: Math.max(...standing.map((reply) => reply.origin_ts)),
    participant_ids: [...new Set(standing.map((reply) => reply.sender_id!))].slice(0, 5),
  };
}
