import { type SQL, sql } from "drizzle-orm";
import type { Audience, LogEvent } from "#/domain/envelope.ts";
import { array } from "#/server/database/array.ts";
import type { Reader } from "#/server/database/transact.ts";

type EventRow = {
  id: string;
  type: LogEvent["type"];
  room_id: string | null;
  workspace_id: string | null;
  sender_id: string | null;
  event_uuid: string | null;
  content: LogEvent["content"];
  stream_position: string;
  ms: string;
  audience: Audience["kind"];
  also: string[];
  forgotten: boolean;
  do_not_index: boolean;
};

const columns = sql.raw(`id, type, room_id, workspace_id, sender_id, event_uuid, content, stream_position,
  (extract(epoch from created_at) * 1000)::bigint as ms, audience, to_jsonb(also) as also, forgotten_at is not null as forgotten, do_not_index`);

/** The newest position of the tenant's log; 0 when nothing happened yet. */
export async function headOf(tx: Reader): Promise<number> {
  const [row] = await tx.rows<{ position: string }>(sql`select position from app.streams`);
  return Number(row?.position ?? 0);
}

/** Every event of the tenant after `position`, for subscribers: no audience applied. */
export async function readLog(tx: Reader, after: number, limit: number): Promise<LogEvent[]> {
  const rows = await tx.rows<EventRow>(
    sql`select ${columns} from app.events where stream_position > ${after} order by stream_position limit ${limit}`,
  );
  return rows.map((row) => toLogEvent(tx.tenantId, row));
}

export type Viewer = {
  participantId: string;
  roomIds: string[];
  workspaceIds: string[];
  /** Of incognito rooms, the position at which the viewer came in: nothing before it is theirs. Null when in none. */
  since: Record<string, number> | null;
};

/** How many positions one look-up walks at most, so that a long stretch of other people's events costs a bounded query. */
const stretch = 5_000;

/**
 * The events after `after` that concern `viewer`: their current rooms and workspaces, the whole tenant's, and their own.
 * `cursor` is where to go on; it may move although nothing concerned the viewer.
 */
export async function readLogFor(
  tx: Reader,
  viewer: Viewer,
  after: number,
  limit: number,
): Promise<{ events: LogEvent[]; cursor: number; more: boolean }> {
  const head = await headOf(tx);
  const until = Math.min(head, after + stretch);
  if (until <= after) return { events: [], cursor: Math.min(after, head), more: false };
  const rows = await tx.rows<EventRow>(sql`
    select ${columns} from app.events
    where stream_position > ${after} and stream_position <= ${until} and ${concerns(viewer)}
    order by stream_position limit ${limit}`);
  const events = rows.map((row) => toLogEvent(tx.tenantId, row));
  const cursor = events.length === limit ? events.at(-1)!.stream_position : until;
  return { events, cursor, more: cursor < head };
}

function concerns(viewer: Viewer): SQL {
  return sql`(
    (audience = 'room' and room_id = any(${array(viewer.roomIds)}::uuid[]) and ${isTold(viewer)})
    or (audience = 'workspace' and workspace_id = any(${array(viewer.workspaceIds)}::uuid[]))
    or audience = 'tenant'
    or ${viewer.participantId}::uuid = any(also)
  )`;
}

function isTold({ since }: Viewer): SQL {
  if (since === null) return sql`true`;
  return sql`stream_position >= coalesce((${JSON.stringify(since)}::text::jsonb->>room_id::text)::bigint, 0)`;
}

function toLogEvent(tenantId: string, row: EventRow): LogEvent {
  const { ms, audience, also, stream_position, do_not_index, ...rest } = row;
  const milliseconds = Number(ms);
  return {
    ...rest,
    ...(do_not_index ? { do_not_index } : {}),
    tenant_id: tenantId,
    stream_position: Number(stream_position),
    origin_ts: Math.floor(milliseconds / 1000),
    ts: new Date(milliseconds).toISOString(),
    audience: toAudience(audience, also, row),
  } as LogEvent;
}

function toAudience(kind: Audience["kind"], also: string[], row: EventRow): Audience {
  if (kind === "room") return { kind, room_id: row.room_id!, also };
  if (kind === "workspace") return { kind, workspace_id: row.workspace_id!, also };
  return kind === "tenant" ? { kind } : { kind, also };
}
