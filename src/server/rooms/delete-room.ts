import { eq, sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import type { Room } from "#/domain/rooms/room.ts";
import type { Context } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { forget } from "#/server/log/forget.ts";
import { lockWholeRoom } from "#/server/rooms/access.ts";
import { concerned } from "#/server/rooms/concerned.ts";
import { rooms } from "#/server/rooms/tables.ts";

/** Whether a room ends when this member goes: an incognito one, with its last person or, where made so, with its maker. */
export async function endsWith(tx: Reader, room: Room, leaverId: string): Promise<boolean> {
  if (room.room_type !== "incognito") return false;
  if (room.closes_with_creator && room.creator_id === leaverId) return true;
  const [row] = await tx.rows<{ people: number }>(sql`
    select count(*)::int as people from app.room_members m join app.participants p on p.id = m.participant_id
    where m.room_id = ${room.id} and m.membership = 'join' and m.participant_id <> ${leaverId}
      and p.participant_type in ('human', 'federated', 'bridge') and p.deactivated_at is null`);
  return row!.people === 0;
}

/** What is left of a room that ends: events told with its end must not carry its words either. */
export function emptied(room: Room, now: Date): Room {
  const words = { name: null, topic: null, icon: null, room_alias: null };
  return { ...room, ...words, state: "closed", deleted_at: now.toISOString() };
}

/**
 * Ends a room for good, in the caller's transaction: closed, without name, topic and address, and every word ever said in
 * it or about it forgotten. Answers the one event that tells it to whoever knew of the room. The caller has locked it.
 */
export async function deleteRoom(tx: Writer, ctx: Context, room: Room): Promise<EventDraft[]> {
  const now = ctx.now();
  const deleted = emptied(room, now);
  await lockWholeRoom(tx, room.id);
  await endAnswers(tx, room.id, now);
  await tx
    .update(rooms)
    .set({ name: null, topic: null, icon: null, roomAlias: null, state: "closed", deletedAt: now })
    .where(eq(rooms.id, room.id));
  const events = await tx.rows<{ id: string }>(sql`select id from app.events where room_id = ${room.id}`);
  const ids = events.map(({ id }) => id);
  for (let start = 0; start < ids.length; start += 5_000) await forget(tx, ids.slice(start, start + 5_000), now);
  await forgetBeside(tx, room.id);
  const also = await concerned(tx, room.id);
  return [
    {
      id: ctx.newId(),
      type: "swp.room.updated",
      room_id: room.id,
      workspace_id: null,
      sender_id: ctx.actor.participantId,
      content: { room: deleted },
      also,
    },
  ];
}

/**
 * AIs that answer in the room say nothing more: whoever writes for an answer holds its row and finds it over. First of all,
 * so that what was written before is among the words that are forgotten.
 */
async function endAnswers(tx: Writer, roomId: string, now: Date): Promise<void> {
  const ended = sql`state = 'cancelled', ended_at = ${now.toISOString()}::timestamptz where room_id = ${roomId}`;
  await tx.rows(sql`update app.ai_turns set ${ended} and state in ('queued', 'running', 'waiting')`);
  await tx.rows(sql`update app.ai_tool_calls set ${ended} and state in ('waiting', 'approved', 'running')`);
  await tx.rows(sql`
    delete from app.ai_turn_chunks where turn_id in (select id from app.ai_turns where room_id = ${roomId})`);
}

const besides = [
  "drafts", "pins", "thread_follows", "message_reports", "ai_memories", "ai_reminders", "room_ai", "room_ai_defaults",
]; // biome-ignore format: one list

/** What stands beside the log: features that come after rooms name their tables here, so that nothing of them is imported. */
async function forgetBeside(tx: Writer, roomId: string): Promise<void> {
  await tx.rows(sql`
    delete from app.reactions where event_id in (select id from app.messages where room_id = ${roomId})`);
  await tx.rows(sql`
    delete from app.ai_ratings where event_id in (select id from app.messages where room_id = ${roomId})`);
  for (const table of besides) {
    await tx.rows(sql`delete from ${sql.raw(`app.${table}`)} where room_id = ${roomId}`);
  }
  await tx.rows(
    sql`update app.messages set redaction_reason = null where room_id = ${roomId} and redaction_reason is not null`,
  );
  // Of others nothing is touched: whoever acts in a room holds their own membership until they are done.
  await tx.rows(sql`
    update app.room_members set knock_reason = null where room_id = ${roomId} and knock_reason is not null`);
  await tx.rows(sql`delete from app.invite_links where room_id = ${roomId}`);
  // A digest of a short sentence can be guessed, and nobody sends again what was forgotten.
  await tx.rows(sql`
    delete from app.idempotency_keys k using app.room_members m
    where m.room_id = ${roomId} and k.actor_id = m.participant_id
      and (k.object_id = ${roomId} or exists (select from app.messages s where s.id = k.object_id and s.room_id = ${roomId}))`);
}
