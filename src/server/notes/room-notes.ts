import { sql } from "drizzle-orm";
import type { RoomNotesInput } from "#/domain/notes/inputs.ts";
import { linkKey } from "#/domain/notes/link-target.ts";
import { type NoteMention, noteMentionsIn } from "#/domain/notes/note-mentions.ts";
import { notePath, readNotePath } from "#/domain/notes/paths.ts";
import type { RoomNote } from "#/domain/notes/schema.ts";
import { type Actor, type Context, reading } from "#/server/database/context.ts";
import type { Reader } from "#/server/database/transact.ts";
import { findNames } from "#/server/notes/links/find-names.ts";
import { listed } from "#/server/notes/links/visible.ts";
import { matching } from "#/server/notes/matching.ts";
import { readableNotes, summaryColumns } from "#/server/notes/read.ts";
import { allow, type SeenRoom, seeRoom } from "#/server/rooms/access.ts";

/** Of a room's messages that link to notes the latest ones are read, and of each no more than anybody means. */
const maxMessages = 300;
const maxMentions = 20;

type Row = Omit<RoomNote, "path"> & { slug: string };

/**
 * The notes that belong beside a room, each once with why: those that were made from it, those that its messages as they
 * stand now link to, and those that link to it. Of all these the ones that one may read and that are not archived; pinned
 * ones first, then the latest changed. SW_ROOM_NOT_FOUND, SW_NOT_MEMBER.
 */
export function listRoomNotes(ctx: Context, { room_id, q, limit, offset }: RoomNotesInput): Promise<RoomNote[]> {
  return reading(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, room_id);
    allow(seen, "read");
    const linked = [...(await linkedNotes(tx, ctx.actor, seen))].map(([id, event_id]) => ({ id, event_id }));
    const names = [room_id, ...(seen.room.room_alias ? [seen.room.room_alias] : [])];
    const words = matching(q);
    const rows = await tx.rows<Row>(sql`
      with linked as (
        select id, event_id from jsonb_to_recordset(${JSON.stringify(linked)}::text::jsonb) as l(id uuid, event_id uuid)),
      linking as (select distinct source_id as id from app.note_room_links where room in (select value from ${listed(names)})),
      beside as (
        select id from app.notes where source_room_id = ${room_id} union select id from linked union select id from linking)
      select ${summaryColumns}, w.slug, coalesce(linked.event_id, case when ${ofRoom(room_id)} then n.source_event_id end) as event_id,
        to_jsonb(array_remove(array[case when ${ofRoom(room_id)} then 'saved' end, case when linked.id is not null then 'linked' end,
          case when linking.id is not null then 'links' end], null)) as why
      from ${readableNotes(ctx.actor)} join beside on beside.id = n.id
      left join linked on linked.id = n.id left join linking on linking.id = n.id
      where n.status <> 'archived' and ${words?.found ?? sql`true`}
      order by ${words ? sql`${words.inTitle} desc,` : sql``} n.pinned desc, n.updated_at desc, n.id desc limit ${limit} offset ${offset}`);
    return rows.map(({ slug, ...row }) => ({ ...row, path: notePath(slug, row) }));
  });
}

const ofRoom = (roomId: string) => sql`n.source_room_id is not distinct from ${roomId}::uuid`;

/** The notes that messages link to, with the latest message that does, for the reader of the room to be asked for. */
async function linkedNotes(tx: Reader, actor: Actor, seen: SeenRoom): Promise<Map<string, string>> {
  const isHere = (host: string) => host.replace(/:\d+$/, "") === actor.serverName;
  const mentions = (await linkingMessages(tx, seen)).flatMap(({ id, body }) =>
    noteMentionsIn(body, isHere, maxMentions).map((mention) => ({ mention, eventId: id })),
  );
  const of = new Map<string, string>();
  const found = await notesOf(
    tx,
    actor,
    seen.room.workspace_id,
    mentions.map(({ mention }) => mention),
  );
  for (const { mention, eventId } of mentions) {
    const id = found(mention);
    if (id && !of.has(id)) of.set(id, eventId);
  }
  return of;
}

/** The latest messages that may link to a note, in their newest words, the latest first. */
function linkingMessages(tx: Reader, { room, history_from }: SeenRoom): Promise<{ id: string; body: string }[]> {
  // The condition on the words is the one of the index, which the log has for it.
  return tx.rows<{ id: string; body: string }>(sql`
    select m.id, coalesce(e.content->'content'->>'body', e.content->>'body') as body
    from app.events e join app.messages m on m.id = case when e.type = 'swp.room.message' then e.id else (e.content->>'event_id')::uuid end
    join app.events said on said.id = m.id
    where e.room_id = ${room.id} and e.type in ('swp.room.message', 'swp.room.message.edit')
      and coalesce(e.content->'content'->>'body', e.content->>'body') ~ '\\[\\[|/n/'
      and m.redacted_at is null and coalesce(m.edit_event_id, m.id) = e.id and said.stream_position >= ${history_from}
    order by e.stream_position desc limit ${maxMessages}`);
}

/** What mentions stand for to this reader, names as seen from the room's workspace. */
async function notesOf(tx: Reader, actor: Actor, workspaceId: string, mentions: readonly NoteMention[]) {
  const me = actor.participantId;
  const keys = mentions.flatMap((mention) => ("name" in mention ? [linkKey(mention.name)] : []));
  const named = await findNames(tx, { keys, workspaceId, authorId: me, readerId: me });
  const tails = mentions.flatMap((mention) => tailOf(mention) ?? []);
  const byTail = new Map<string, string>();
  if (tails.length > 0) {
    const rows = await tx.rows<{ id: string }>(sql`
      select n.id from ${readableNotes(actor)} where right(n.id::text, 12) in (select value from ${listed(tails)})`);
    for (const { id } of rows) byTail.set(id.slice(-12), id);
  }
  return (mention: NoteMention): string | undefined => {
    if ("part" in mention) return byTail.get(tailOf(mention) ?? "");
    const target = named.get(linkKey(mention.name));
    return target?.kind === "note" ? target.id : undefined;
  };
}

function tailOf(mention: NoteMention): string | null {
  const read = "part" in mention ? readNotePath(mention.part) : null;
  return read && ("id" in read ? read.id.slice(-12) : read.tail);
}
