import type { EventContent, EventType } from "#/domain/catalogue.ts";

/**
 * Who receives an event. It is part of the event's definition and stored with it, so that the live stream and `/v1/sync`
 * cannot disagree. `also` names people who concern it without being in the group, such as the one just removed.
 */
export type Audience =
  | { kind: "room"; room_id: string; also: string[] }
  | { kind: "workspace"; workspace_id: string; also: string[] }
  | { kind: "participants"; also: string[] }
  | { kind: "tenant" };

/** What a use case hands to `emit`: an event that has no place in the log yet. */
export type EventDraft<T extends EventType = EventType> = {
  [K in T]: {
    id: string;
    type: K;
    room_id: string | null;
    workspace_id: string | null;
    /** The participant who did it; null for the system itself. */
    sender_id: string | null;
    content: EventContent[K];
    /** The client's idempotency key of a send: lets the sender's other copy be replaced. */
    event_uuid?: string;
    /** People whom this one event concerns beside those its type reaches, such as those only invited. */
    also?: string[];
    /** Asks that nobody who follows the log keeps these words elsewhere, as of an import; see the event in the log. */
    do_not_index?: boolean;
  };
}[T];

/** An event in the log. `stream_position` is gapless within the tenant. */
export type LogEvent<T extends EventType = EventType> = {
  [K in T]: Omit<Required<EventDraft<K>>, "event_uuid" | "also" | "do_not_index"> & {
    event_uuid: string | null;
    tenant_id: string;
    stream_position: number;
    /** Unix seconds, as sent. */
    origin_ts: number;
    /** ISO 8601, UTC. */
    ts: string;
    audience: Audience;
    /** Its words were forgotten: `content` is empty and the position stays. */
    forgotten: boolean;
    /** Present, and true, where the words are not to be indexed, summarised, remembered, exported or handed on. */
    do_not_index?: boolean;
  };
}[T];

/** What the web posts to a hub: the events that follow `after` without a gap, in order. */
export type Batch = { tenant_id: string; after: number; events: LogEvent[] };
