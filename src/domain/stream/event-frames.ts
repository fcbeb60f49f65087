import type { EventType } from "#/domain/catalogue.ts";
import type { LogEvent } from "#/domain/envelope.ts";

/** By name alone, so that a browser reads events without carrying their schemas. The type leaves none out. */
const names: { readonly [K in EventType]: true } = {
  "swp.participant.updated": true,
  "swp.participant.deactivated": true,
  "swp.participant.roles": true,
  "swp.participant.status": true,
  "swp.participant.preferences": true,
  "swp.participant.block": true,
  "swp.sidebar.updated": true,
  "swp.workspace.member": true,
  "swp.workspace.updated": true,
  "swp.room.member": true,
  "swp.room.name": true,
  "swp.room.topic": true,
  "swp.room.updated": true,
  "swp.room.own_settings": true,
  "swp.room.message": true,
  "swp.room.message.edit": true,
  "swp.room.redaction": true,
  "swp.room.reaction": true,
  "swp.room.read_marker": true,
  "swp.room.thread.follow": true,
  "swp.room.thread.read_marker": true,
  "swp.room.pins": true,
  "swp.room.original_removed": true,
  "swp.report": true,
  "swp.draft": true,
  "swp.presence.sticky": true,
  "swp.room.ai_engagement": true,
  "swp.ai.turn": true,
  "swp.ai.tool_call": true,
  "swp.model.error": true,
  "swp.ai.summary": true,
  "swp.note.updated": true,
  "swp.note.comment": true,
  "swp.note.suggestion": true,
  "swp.todo_change": true,
  "swp.session.ended": true,
};

/** Every type of the catalogue: what enters the log. */
export const eventTypes = Object.keys(names) as EventType[];

/** Types whose `content` is free-form and stays nested on the wire; the others are flat beside the envelope. */
const nested: ReadonlySet<EventType> = new Set(["swp.room.message"]);

export type Frame = { type: string } & Record<string, unknown>;

/** The event as one flat JSON frame of the stream: envelope fields, then the content's own. */
export function toFrame(event: LogEvent): Frame {
  // As one form: spreading each of the types apart is more than the compiler follows.
  const { audience: _, content, ...envelope } = event as Omit<LogEvent, "content"> & { content: object };
  return nested.has(event.type) ? { ...envelope, content } : { ...content, ...envelope };
}

const envelopeKeys = [
  "id",
  "type",
  "room_id",
  "workspace_id",
  "tenant_id",
  "sender_id",
  "event_uuid",
  "stream_position",
  "origin_ts",
  "ts",
  "forgotten",
  "do_not_index",
] as const;

export type ReceivedEvent = Omit<LogEvent, "audience">;

/** Reads a log event back from its frame; null for a frame that is not in the log (hello, ping, typing, presence). */
export function fromFrame(frame: Frame): ReceivedEvent | null {
  if (!Object.hasOwn(names, frame.type) || typeof frame.stream_position !== "number") return null;
  const type = frame.type as EventType;
  const envelope = Object.fromEntries(
    envelopeKeys.filter((key) => key !== "do_not_index" || frame[key]).map((key) => [key, frame[key]]),
  );
  const content = nested.has(type)
    ? frame.content
    : Object.fromEntries(Object.entries(frame).filter(([key]) => !(envelopeKeys as readonly string[]).includes(key)));
  return { ...envelope, content } as unknown as ReceivedEvent;
}
