import { type SQL, sql } from "drizzle-orm";
import { maxThreadPlaces, maxUnreadRefs, type UnreadRef } from "#/domain/messages/unread.ts";
import type { Reader } from "#/server/database/transact.ts";

/**
 * What `noteSaid` of the domain says, for a query: what others said in a room after a position, not removed, and not said
 * by the server itself, as `refs` in order of the log. `in` is the room's own timeline, or the root of a thread, whose
 * replies count there unless the room shows them too.
 */
export function unreadRefs(me: string, room: SQL, position: SQL, where: "timeline" | { root: SQL }): SQL {
  const place =
    where === "timeline"
      ? sql`(msg.thread_root_id is null or msg.also_in_room)`
      : sql`msg.thread_root_id = ${where.root} and not msg.also_in_room`;
  return sql`
    select jsonb_agg(ref order by (ref->>'stream_position')::bigint) as refs from (
      select jsonb_build_object(
        'event_id', e.id, 'stream_position', e.stream_position,
        'mentions_me', coalesce(words.now->'mentions' ? ${me}::text, false)
          or coalesce(words.now->'mentions_room' = 'true'::jsonb, false)
      ) as ref
      from app.events e join app.messages msg on msg.id = e.id
      left join app.events edit on edit.id = msg.edit_event_id
      cross join lateral (select coalesce(edit.content->'content', e.content) as now) words
      where e.room_id = ${room} and e.type = 'swp.room.message' and e.stream_position > ${position}
        and ${place} and e.sender_id <> ${me} and msg.redacted_at is null
        and e.content->>'msgtype' is distinct from 'swp.system'
      order by e.stream_position desc limit ${maxUnreadRefs}
    ) refs`;
}

/** Of rooms `r` that one is in, those that one still sees: not deleted, and not for roles that one has no more. */
export const seenBy = (me: string) => sql`r.deleted_at is null and app.holds_role(r.read_role_slugs, ${me})`;

/** Where a thread's follower has read it to: since the marker, where following began, or one's last coming in. */
export const threadPosition = (joined: SQL) => sql`greatest(${joined}, coalesce(f.read_position, fe.stream_position))`;

/** The threads of a room that one follows, by root, as `RoomEntry.threads` has them. */
export function threadPlacesColumn(me: string, room: SQL, joined: SQL): SQL {
  return sql`coalesce((
    select jsonb_object_agg(place.root_id, jsonb_build_object('read_position', place.read_position,
      'followed_at', place.followed_at, 'unread', coalesce(unread.refs, '[]')))
    from (
      select f.root_id, fe.stream_position as followed_at, ${threadPosition(joined)} as read_position
      from app.thread_follows f join app.events fe on fe.id = f.follow_event_id
      where f.participant_id = ${me} and f.room_id = ${room} and f.following and fe.stream_position > ${joined}
      order by fe.stream_position desc limit ${maxThreadPlaces}
    ) place
    left join lateral (${unreadRefs(me, room, sql`place.read_position`, { root: sql`place.root_id` })}) unread on true
  ), '{}')`;
}

/** What is unread for one in a room's timeline, or in a thread of it, after a position. */
export async function unreadAfter(
  tx: Reader,
  me: string,
  place: { room_id: string; root_id?: string | null },
  position: number,
): Promise<UnreadRef[]> {
  const where = place.root_id ? { root: sql`${place.root_id}::uuid` } : "timeline";
  const [row] = await tx.rows<{ refs: UnreadRef[] | null }>(
    unreadRefs(me, sql`${place.room_id}::uuid`, sql`${position}::bigint`, where),
  );
  return row?.refs ?? [];
}
