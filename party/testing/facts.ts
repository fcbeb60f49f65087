import { audienceOf, type EventContent, type EventType } from "#/domain/catalogue.ts";
import type { Batch, EventDraft, LogEvent } from "#/domain/envelope.ts";
import type { OpenFacts } from "#/domain/stream/contract.ts";

/** The nth id of a kind, readable in failures: `id("aaaa", 3)`. */
export function id(kind: string, number = 0): string {
  return `${number.toString(16).padStart(8, "0")}-${kind}-7000-8000-000000000000`;
}

export const tenantId = id("7e7e");
export const person = (number: number): string => id("aaaa", number);
export const room = (number: number): string => id("bbbb", number);

export function factsOf(participant: string, some: Partial<OpenFacts> = {}): OpenFacts {
  return {
    tenant_id: tenantId,
    server_name: "localhost",
    participant_id: participant,
    session_id: null,
    client_id: null,
    expires_at: null,
    room_ids: [],
    workspace_ids: [],
    presence: { sticky: null, visible_to: [] },
    stream_position: 0,
    ...some,
  };
}

const start = Date.parse("2026-01-01T00:00:00Z");

export function logEvent<T extends EventType>(
  position: number,
  type: T,
  content: EventContent[T],
  some: { room_id?: string; workspace_id?: string; sender_id?: string } = {},
): LogEvent {
  const draft = {
    id: id("eeee", position),
    type,
    room_id: some.room_id ?? null,
    workspace_id: some.workspace_id ?? null,
    sender_id: some.sender_id ?? null,
    content,
  } as EventDraft;
  return {
    ...draft,
    event_uuid: null,
    tenant_id: tenantId,
    stream_position: position,
    origin_ts: Math.floor(start / 1000) + position,
    ts: new Date(start + position * 1000).toISOString(),
    audience: audienceOf(draft),
    forgotten: false,
  } as LogEvent;
}

export function message(position: number, room_id: string, sender_id: string, body = `message ${position}`): LogEvent {
  return logEvent(position, "swp.room.message", { msgtype: "swp.text", body }, { room_id, sender_id });
}

export function membership(
  position: number,
  room_id: string,
  participant_id: string,
  kind: "join" | "leave" | "ban" | "invite",
  changed_by = participant_id,
): LogEvent {
  const content = { participant_id, membership: kind, power_level: 0, changed_by, reason: null };
  // The room and the member travel along for clients; the hub reads neither.
  return logEvent(position, "swp.room.member", content as never, { room_id, sender_id: changed_by });
}

/** The events as one batch after `after`, of the usual tenant or of another. */
export function batch(after: number, events: LogEvent[], tenant = tenantId): Batch {
  return { tenant_id: tenant, after, events: events.map((event) => ({ ...event, tenant_id: tenant })) };
}
