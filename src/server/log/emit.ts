import { audienceOf } from "#/domain/catalogue.ts";
import type { Audience, EventDraft, LogEvent } from "#/domain/envelope.ts";
import type { Client } from "#/server/database/lanes.ts";

export type Stamp = { id: string; stream_position: string; do_not_index: boolean };

/**
 * The last statement of a write: advances the tenant's stream row and inserts the events behind it. The row stays locked
 * until the commit that follows at once, so no reader ever sees position n+1 before n.
 * Whatever happens in an incognito room is marked here, so that no writer can forget it.
 */
const emitStatement = `
  with head as (
    update app.streams set position = position + $2::int where tenant_id = app.current_tenant() returning position
  )
  insert into app.events (
    tenant_id, stream_position, id, type, room_id, workspace_id, sender_id, event_uuid, content, audience, also, created_at,
    do_not_index
  )
  select
    app.current_tenant(), head.position - $2::int + e.n, (e.event->>'id')::uuid, e.event->>'type',
    (e.event->>'room_id')::uuid, (e.event->>'workspace_id')::uuid, (e.event->>'sender_id')::uuid,
    (e.event->>'event_uuid')::uuid, e.event->'content', e.event->>'audience',
    array(select jsonb_array_elements_text(e.event->'also')::uuid), $3::timestamptz,
    coalesce((e.event->>'do_not_index')::boolean, false) or exists (
      select from app.rooms r where r.id = (e.event->>'room_id')::uuid and r.room_type = 'incognito')
  from head, jsonb_array_elements($1::text::jsonb) with ordinality as e(event, n)
  returning id, stream_position, do_not_index`;

export function stampEvents(client: Client, events: EventDraft[], now: Date) {
  const rows = events.map((event) => {
    const audience = audienceOf(event);
    return { ...event, audience: audience.kind, also: also(audience) };
  });
  return client.unsafe<Stamp[]>(emitStatement, [JSON.stringify(rows), events.length, now.toISOString()], {
    prepare: true,
  });
}

/** The events as the log now holds them, for the answer of the write that made them. */
export function toLogEvents(tenantId: string, events: EventDraft[], stamps: Stamp[], now: Date): LogEvent[] {
  if (stamps.length !== events.length) throw new Error(`The tenant ${tenantId} has no stream to write to.`);
  const audiences = new Map(events.map((event) => [event.id, audienceOf(event)]));
  const positions = new Map(stamps.map((stamp) => [stamp.id, Number(stamp.stream_position)]));
  const unindexed = new Set(stamps.flatMap((stamp) => (stamp.do_not_index ? [stamp.id] : [])));
  return events.map(({ also: _, do_not_index: __, ...event }) => ({
    ...event,
    ...(unindexed.has(event.id) ? { do_not_index: true } : {}),
    event_uuid: event.event_uuid ?? null,
    tenant_id: tenantId,
    stream_position: positions.get(event.id)!,
    origin_ts: Math.floor(now.getTime() / 1000),
    ts: now.toISOString(),
    audience: audiences.get(event.id)!,
    forgotten: false,
  })) as LogEvent[];
}

function also(audience: Audience): string[] {
  return audience.kind === "tenant" ? [] : audience.also;
}
