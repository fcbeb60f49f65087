import { type SQL, sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { Message } from "#/domain/messages/message.ts";
import { array } from "#/server/database/array.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";

type Row = Omit<Message, "event_type" | "stream_position" | "also_in_room" | "original_removed"> & {
  stream_position: string;
  also_in_room: boolean;
  original_removed: boolean;
};

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/**
 * Messages as they stand now: words of the newest edit, reactions in order, a summary of the thread. The words come from
 * the log at every read, so that forgotten ones cannot come back from here.
 */
function selectMessages(where: SQL, order: SQL): SQL {
  return sql`
    select m.id, m.room_id, m.sender_id, case when m.redacted_at is null then coalesce(edit.content->'content', e.content) else '{}' end as content,
      e.stream_position, floor(extract(epoch from e.created_at))::int as origin_ts, ${iso("e.created_at")} as created_at,
      case when m.redacted_at is null then ${iso("m.edited_at")} end as edited_at,
      case when m.edit_event_id is not null and m.redacted_at is null then e.content end as original_content,
      ${iso("m.redacted_at")} as redacted_at, m.redacted_by, m.redaction_reason,
      m.reply_to_event_id, m.thread_root_id, m.also_in_room, e.event_uuid,
      m.redacted_at is null and coalesce((
        select original.redacted_at is not null from app.messages original where original.id = m.forwarded_event_id
      ), false) as original_removed,
      coalesce((
        select jsonb_agg(jsonb_build_object('emoji', r.emoji, 'sender_id', r.sender_id) order by re.stream_position)
        from app.reactions r join app.events re on re.id = r.reaction_event_id where r.event_id = m.id
      ), '[]') as reactions,
      (
        select jsonb_build_object('count', count(*), 'last_ts', max(floor(extract(epoch from te.created_at)))::int,
          'participant_ids', (array_agg(t.sender_id order by te.stream_position)))
        from app.messages t join app.events te on te.id = t.id
        where t.thread_root_id = m.id and t.redacted_at is null having count(*) > 0
      ) as thread
    from app.messages m
    join app.events e on e.id = m.id
    left join app.events edit on edit.id = m.edit_event_id and m.redacted_at is null
    where ${where} ${order}`;
}

function toMessage({ also_in_room, original_removed, ...row }: Row): Message {
  const thread = row.thread && { ...row.thread, participant_ids: [...new Set(row.thread.participant_ids)].slice(0, 5) };
  return {
    ...row,
    thread,
    ...(also_in_room ? { also_in_room } : {}),
    ...(original_removed ? { original_removed } : {}),
    event_type: "swp.room.message",
    stream_position: Number(row.stream_position),
  };
}

/**
 * One message of one room, or SW_EVENT_NOT_FOUND: an id of another room is as absent as one that never was, and so is what
 * was said before `since`, where the reader's history begins (`SeenRoom.history_from`).
 */
export async function findMessage(tx: Reader, roomId: string, eventId: string, since = 0): Promise<Message> {
  const where = sql`m.id = ${eventId} and m.room_id = ${roomId} and e.stream_position >= ${since}`;
  const [row] = await tx.rows<Row>(selectMessages(where, sql``));
  if (!row) throw new SwError("SW_EVENT_NOT_FOUND");
  return toMessage(row);
}

/** Messages of any room by their ids; whoever calls has seen those rooms, or may read these by a quote. */
export async function messagesByIds(tx: Reader, ids: readonly string[]): Promise<Map<string, Message>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<Row>(selectMessages(sql`m.id = any(${array(ids)}::uuid[])`, sql``));
  return new Map(rows.map((row) => [row.id, toMessage(row)]));
}

/** `since`: where the reader's history begins. */
export type Page = {
  roomId: string;
  since: number;
  from?: number | undefined;
  direction: "back" | "forward";
  limit: number;
};

/** A page of the room's own timeline (replies are read with their thread, but for those it shows too), oldest first. */
export async function pageOfMessages(tx: Reader, page: Page): Promise<{ messages: Message[]; has_more: boolean }> {
  const side =
    page.from === undefined
      ? sql`true`
      : page.direction === "back"
        ? sql`e.stream_position < ${page.from}`
        : sql`e.stream_position > ${page.from}`;
  const order = page.direction === "back" ? sql`desc` : sql`asc`;
  const where = sql`e.room_id = ${page.roomId} and e.type = 'swp.room.message' and (m.thread_root_id is null or m.also_in_room)
    and e.stream_position >= ${page.since} and ${side}`;
  const rows = await tx.rows<Row>(
    selectMessages(where, sql`order by e.stream_position ${order} limit ${page.limit + 1}`),
  );
  const messages = rows.slice(0, page.limit).map(toMessage);
  if (page.direction === "back") messages.reverse();
  return { messages, has_more: rows.length > page.limit };
}

/** The replies of one thread, oldest first. The bound is the protocol's largest page. */
export async function repliesOf(tx: Reader, roomId: string, rootId: string, since: number): Promise<Message[]> {
  const rows = await tx.rows<Row>(
    selectMessages(
      sql`m.room_id = ${roomId} and m.thread_root_id = ${rootId} and e.stream_position >= ${since}`,
      sql`order by e.stream_position desc limit 200`,
    ),
  );
  return rows.map(toMessage).reverse();
}

/** Locks a message until the commit, so that an edit, a reaction and a redaction of it follow one another. */
export async function lockMessage(tx: Writer, roomId: string, eventId: string): Promise<void> {
  const [row] = await tx.rows(sql`
    select id from app.messages where id = ${eventId} and room_id = ${roomId} for update`);
  if (!row) throw new SwError("SW_EVENT_NOT_FOUND");
}

/** What the rules on editing and redacting look at. */
export function targetOf(message: Message) {
  return {
    sender_id: message.sender_id,
    created_at: message.created_at,
    redacted_at: message.redacted_at,
    msgtype: message.content.msgtype,
  };
}
