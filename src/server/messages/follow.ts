import { type SQL, sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { FollowInput } from "#/domain/messages/inputs.ts";
import type { Room } from "#/domain/rooms/room.ts";
import { array } from "#/server/database/array.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/** Follows a thread from here on: its new replies are unread until one reads them. Refuses as reading a thread does. */
export function followThread(ctx: Context, input: FollowInput): Promise<{ following: boolean }> {
  return setFollowing(ctx, input, true);
}

/** Stops following; writing in the thread again, or being mentioned in it, begins anew. */
export function unfollowThread(ctx: Context, input: FollowInput): Promise<{ following: boolean }> {
  return setFollowing(ctx, input, false);
}

function setFollowing(ctx: Context, input: FollowInput, following: boolean): Promise<{ following: boolean }> {
  const me = ctx.actor.participantId;
  return writing(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "read");
    if (seen.membership !== "join") throw new SwError("SW_NOT_MEMBER");
    const roots = await tx.rows(sql`
      select from app.messages where id = ${input.root_id} and room_id = ${input.room_id} and thread_root_id is null`);
    if (roots.length === 0) throw new SwError("SW_EVENT_NOT_FOUND");
    if ((await isFollowing(tx, me, input)) === following) return tx.emit([], () => ({ following }));
    const event = await writeFollows(tx, ctx, input, [me], following);
    return tx.emit([event], () => ({ following }));
  });
}

/** Follows a thread of a room one is in, unless one does. Answers the event to emit. */
export async function beginFollowing(tx: Writer, ctx: Context, input: FollowInput): Promise<EventDraft[]> {
  const me = ctx.actor.participantId;
  return (await isFollowing(tx, me, input)) ? [] : [await writeFollows(tx, ctx, input, [me], true)];
}

/** Null for one who never did since they came into the room. */
async function isFollowing(tx: Writer, me: string, { root_id }: FollowInput): Promise<boolean | null> {
  const [now] = await tx.rows<{ following: boolean }>(sql`
    select f.following from app.thread_follows f join app.events fe on fe.id = f.follow_event_id
    join app.room_members m on m.room_id = f.room_id and m.participant_id = f.participant_id
    join app.events joined on joined.id = m.member_event_id
    where f.participant_id = ${me} and f.root_id = ${root_id} and fe.stream_position > joined.stream_position
    for update of f`);
  return now?.following ?? null;
}

/**
 * Whom a reply makes follow its thread: who wrote it and who is mentioned in it, even if they had stopped; who began the
 * thread and, in a direct room, the other person, unless they stopped. Only people who are in the room.
 */
export function followOnReply(
  tx: Writer,
  ctx: Context,
  room: Room,
  { root, mentions }: { root: string; mentions: readonly string[] },
): Promise<EventDraft[]> {
  const began = sql`fe.id is null and (
    m.participant_id = (select sender_id from app.messages where id = ${root})
    or m.participant_id = any(${array(room.dm_participant_ids ?? [])}::uuid[]))`;
  return followAsked(tx, ctx, { room_id: room.id, root_id: root }, [ctx.actor.participantId, ...mentions], began);
}

/** Whom an edit of a reply makes follow its thread: those whom it mentions and the words before did not. */
export function followOnEdit(
  tx: Writer,
  ctx: Context,
  thread: FollowInput,
  { before = [], after = [] }: { before?: readonly string[] | undefined; after?: readonly string[] | undefined },
): Promise<EventDraft[]> {
  const added = after.filter((each) => !before.includes(each));
  return added.length === 0 ? Promise.resolve([]) : followAsked(tx, ctx, thread, added, sql`false`);
}

async function followAsked(
  tx: Writer,
  ctx: Context,
  thread: FollowInput,
  people: readonly string[],
  others: SQL,
): Promise<EventDraft[]> {
  const asked = [...new Set(people)];
  const rows = await tx.rows<{ id: string }>(sql`
    select m.participant_id as id from app.room_members m
    join app.events joined on joined.id = m.member_event_id
    left join app.thread_follows f on f.participant_id = m.participant_id and f.root_id = ${thread.root_id}
    left join app.events fe on fe.id = f.follow_event_id and fe.stream_position > joined.stream_position
    where m.room_id = ${thread.room_id} and m.membership = 'join' and (
      (m.participant_id = any(${array(asked)}::uuid[]) and (fe.id is null or not f.following)) or (${others})
    ) order by 1`);
  if (rows.length === 0) return [];
  return [await writeFollows(tx, ctx, thread, rows.map((row) => row.id), true)]; // biome-ignore format: one call
}

async function writeFollows(
  tx: Writer,
  ctx: Context,
  { room_id, root_id }: FollowInput,
  people: readonly string[],
  following: boolean,
): Promise<EventDraft> {
  const id = ctx.newId();
  await tx.rows(sql`
    insert into app.thread_follows (tenant_id, participant_id, room_id, root_id, following, follow_event_id)
    select ${tx.tenantId}, person, ${room_id}, ${root_id}, ${following}, ${id}
    from unnest(${array(people)}::uuid[]) as person order by person
    on conflict (tenant_id, participant_id, root_id) do update
      set following = excluded.following, follow_event_id = excluded.follow_event_id, read_position = null`);
  return {
    id,
    type: "swp.room.thread.follow",
    room_id,
    workspace_id: null,
    sender_id: ctx.actor.participantId,
    content: { root_id, following },
    also: [...people],
  };
}
