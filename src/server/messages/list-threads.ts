import { sql } from "drizzle-orm";
import type { ListThreadsInput } from "#/domain/messages/inputs.ts";
import type { FollowedThread } from "#/domain/messages/threads.ts";
import { maxUnreadRefs, type UnreadRef } from "#/domain/messages/unread.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { type Page, pageOf } from "#/server/database/page.ts";
import type { Reader } from "#/server/database/transact.ts";
import { messagesByIds } from "#/server/messages/read.ts";
import { seenBy, threadPosition, unreadRefs } from "#/server/messages/unread.ts";

/** How many replies a list of threads shows of each. */
const shownReplies = 3;

/** The threads that one follows, in all rooms one is in: those with something unread first, then by their newest reply. */
export function listThreads(ctx: Context, input: ListThreadsInput): Promise<Page<FollowedThread>> {
  return reading(ctx, (tx) => pageOf(input, (page) => threadsOf(tx, ctx.actor.participantId, page)));
}

type Row = { room_id: string; root_id: string; read_position: string; refs: UnreadRef[] | null; reply_ids: string[] };

async function threadsOf(tx: Reader, me: string, page: { limit: number; offset: number }): Promise<FollowedThread[]> {
  const joined = sql`joined.stream_position`;
  const rows = await tx.rows<Row>(sql`
    select place.room_id, place.root_id, place.read_position, unread.refs, coalesce(newest.ids, '[]') as reply_ids
    from (
      select f.room_id, f.root_id, fe.stream_position as followed_at, ${threadPosition(joined)} as read_position
      from app.thread_follows f
      join app.room_members m on m.room_id = f.room_id and m.participant_id = f.participant_id and m.membership = 'join'
      join app.events joined on joined.id = m.member_event_id
      join app.events fe on fe.id = f.follow_event_id and fe.stream_position > ${joined}
      join app.rooms r on r.id = f.room_id and ${seenBy(me)}
      join app.events begun on begun.id = f.root_id and (r.room_type <> 'incognito' or begun.stream_position > ${joined})
      where f.participant_id = ${me} and f.following
    ) place
    left join lateral (
      ${unreadRefs(me, sql`place.room_id`, sql`place.read_position`, { root: sql`place.root_id` })}
    ) unread on true
    left join lateral (
      select jsonb_agg(reply.id order by reply.stream_position) as ids, max(reply.stream_position) as position from (
        select t.id, te.stream_position from app.messages t join app.events te on te.id = t.id
        where t.thread_root_id = place.root_id and t.redacted_at is null
        order by te.stream_position desc limit ${shownReplies}
      ) reply
    ) newest on true
    order by (unread.refs is null), greatest(coalesce(newest.position, 0), place.followed_at) desc
    limit ${page.limit} offset ${page.offset}`);
  const found = await messagesByIds(tx, rows.flatMap((row) => [row.root_id, ...row.reply_ids])); // biome-ignore format: one look-up
  return rows.map(({ room_id, root_id, read_position, refs, reply_ids }) => ({
    room_id,
    root: found.get(root_id)!,
    newest_replies: reply_ids.map((id) => found.get(id)!),
    following: true,
    read_position: Number(read_position),
    unread_count: refs?.length ?? 0,
    mention_count: refs?.filter((ref) => ref.mentions_me).length ?? 0,
    more_unread: (refs?.length ?? 0) >= maxUnreadRefs,
  }));
}
