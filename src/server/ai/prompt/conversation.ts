import { type SQL, sql } from "drizzle-orm";
import type { Said, Speaker } from "#/domain/ai/transcript.ts";
import type { TokenCounter } from "#/server/ai/prompt/count-tokens.ts";
import type { Reader } from "#/server/database/transact.ts";

const pageSize = 60;
/** However short messages are, no more of them are read for one prompt. */
const maxMessages = 1_200;
/** Of one message; what is longer is cut before it is even counted. */
const maxBody = 24_000;

export type Stretch = {
  readonly roomId: string;
  /** A thread with its root; null: the room's own timeline. */
  readonly threadRootId: string | null;
  /** Positions: from this one on, and before that one. */
  readonly since: number;
  readonly before: number | null;
  /** Whose prompt it is. */
  readonly selfId: string;
  /** Turns whose words are told otherwise. */
  readonly withoutTurns: readonly string[];
};

type Row = {
  id: string;
  sender_id: string;
  body: string | null;
  msgtype: string | null;
  file: string | null;
  forwarded: boolean;
  reply_to_event_id: string | null;
  position: string;
  at: string;
  local_id: string;
  server_name: string;
  home: string;
  display_name: string;
  participant_type: string;
};

/**
 * What was said, oldest first, read backwards page by page until `budget` tokens are there: what a room said long ago costs
 * nothing. Removed and forgotten words are in no page.
 */
export async function readConversation(
  tx: Reader,
  stretch: Stretch,
  budget: number,
  count: TokenCounter,
): Promise<Said[]> {
  const said: Said[] = [];
  let tokens = 0;
  let before = stretch.before;
  while (tokens < budget && said.length < maxMessages) {
    const rows = await pageBefore(tx, stretch, before);
    for (const row of rows) {
      const next = toSaid(row, stretch.selfId);
      if (!next) continue;
      said.push(next);
      tokens += count(next.text);
    }
    if (rows.length < pageSize) break;
    before = Number(rows.at(-1)!.position);
  }
  return said.reverse();
}

/** The last of these texts that fit into a budget together, in their order. */
export function lastFitting(words: readonly string[], budget: number, count: TokenCounter): string[] {
  let left = budget;
  const from = words.findLastIndex((text) => {
    left -= count(text) + 4;
    return left < 0;
  });
  return words.slice(from + 1);
}

/** One message of the room, such as the one to answer, with its position; null for one whose words are gone. */
export async function readSaid(
  tx: Reader,
  roomId: string,
  eventId: string,
  since: number,
  selfId: string,
): Promise<{ said: Said | null; position: number } | null> {
  const [row] = await tx.rows<Row>(
    selectSaid(sql`m.id = ${eventId} and m.room_id = ${roomId} and e.stream_position >= ${since}`, sql``),
  );
  return row ? { said: toSaid(row, selfId), position: Number(row.position) } : null;
}

function pageBefore(tx: Reader, stretch: Stretch, before: number | null): Promise<Row[]> {
  const { roomId, threadRootId, since, withoutTurns } = stretch;
  const place = threadRootId
    ? sql`(m.thread_root_id = ${threadRootId} or m.id = ${threadRootId})`
    : sql`(m.thread_root_id is null or m.also_in_room)`;
  const bound = before === null ? sql`` : sql`and e.stream_position < ${before}`;
  const turns = withoutTurns.map((id) => sql`and e.content->'ai'->>'turn_id' is distinct from ${id}`);
  const where = sql`m.room_id = ${roomId} and e.room_id = ${roomId} and e.type = 'swp.room.message' and ${place}
    and e.stream_position >= ${since} ${bound} ${turns.length > 0 ? sql.join(turns, sql` `) : sql``}`;
  return tx.rows<Row>(selectSaid(where, sql`order by e.stream_position desc limit ${pageSize}`));
}

function selectSaid(where: SQL, end: SQL): SQL {
  return sql`
    select m.id, m.sender_id, left(words.content->>'body', ${maxBody}) as body, words.content->>'msgtype' as msgtype,
      left(words.content->>'filename', 200) as file, m.forwarded_event_id is not null as forwarded,
      m.reply_to_event_id, e.stream_position as position,
      to_char(e.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      p.local_id, p.server_name, t.server_name as home, p.display_name, p.participant_type
    from app.messages m
    join app.events e on e.id = m.id
    join app.participants p on p.id = m.sender_id
    join app.tenants t on t.tenant_id = m.tenant_id
    left join app.events edit on edit.id = m.edit_event_id
    cross join lateral (select coalesce(edit.content->'content', e.content) as content) words
    where m.redacted_at is null and e.forgotten_at is null and edit.forgotten_at is null and ${where} ${end}`;
}

/** Null for what has no words: a prompt says nothing of it. */
function toSaid(row: Row, selfId: string): Said | null {
  const text = row.forwarded ? forwardedText(row) : (row.body ?? "");
  const about = row.file ? `[File: ${row.file}]` : "";
  const words = [about, text].filter(Boolean).join("\n");
  if (words.trim() === "" || row.msgtype === "swp.system") return null;
  return {
    id: row.id,
    speaker: speakerOf(row),
    at: row.at,
    text: words,
    own: row.sender_id === selfId,
    replyTo: row.reply_to_event_id,
  };
}

/** What a forward shows was said elsewhere: its words stay in that room. */
function forwardedText(row: Row): string {
  return `[A message of another place, forwarded]${row.body ? `\n${row.body}` : ""}`;
}

function speakerOf(row: Row): Speaker {
  const foreign = row.server_name !== row.home;
  const kind =
    row.participant_type === "human"
      ? "person"
      : ["model", "agent", "helper"].includes(row.participant_type)
        ? "ai"
        : "elsewhere";
  return { handle: foreign ? `${row.local_id}:${row.server_name}` : row.local_id, name: row.display_name, kind };
}
