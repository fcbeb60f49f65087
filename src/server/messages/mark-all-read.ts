import { sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { MarkAllReadInput } from "#/domain/messages/inputs.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { headOf } from "#/server/log/read.ts";
import { markerEvent, type Place, setMarkers, writeMarkers } from "#/server/messages/mark-read.ts";
import { seenBy, threadPosition, unreadRefs } from "#/server/messages/unread.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/** How many rooms and threads one step marks at most; the room list has no more. */
const maxPlaces = 1_000;
/** How long everything marked read can be taken back. */
const undoMs = 10 * 60_000;

export type MarkedRead = { token: string; rooms: number; threads: number };

/** Marks a room read with its threads, up to its newest message. */
export function markRoomRead(ctx: Context, input: { room_id: string }): Promise<{ rooms: number; threads: number }> {
  return writing(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "read");
    if (seen.membership !== "join") throw new SwError("SW_NOT_MEMBER");
    const places = await unreadPlaces(tx, ctx, { room_id: input.room_id });
    return tx.emit(await readUp(tx, ctx, places), () => counted(places));
  });
}

/** Marks all threads read that one follows. */
export function markThreadsRead(ctx: Context): Promise<MarkedRead> {
  return markAll(ctx, "threads");
}

/**
 * Marks everything read. What was unread until then is kept under `token` for ten minutes; each further step forgets the
 * one before. `room_ids` leaves everything else as it is; a room that is not one's own counts for nothing.
 */
export function markAllRead(ctx: Context, input: MarkAllReadInput = {}): Promise<MarkedRead> {
  return markAll(ctx, "all", input.room_ids);
}

function markAll(ctx: Context, what: "all" | "threads", roomIds?: readonly string[]): Promise<MarkedRead> {
  const me = ctx.actor.participantId;
  const token = ctx.newId();
  return writing(ctx, async (tx) => {
    const found = await unreadPlaces(tx, ctx, {});
    const rooms = roomIds && new Set(roomIds);
    const places = found.filter(
      (place) => (what === "all" || place.root_id !== null) && (rooms?.has(place.room_id) ?? true),
    );
    const events = await readUp(tx, ctx, places);
    await tx.rows(sql`
      insert into app.read_undos (tenant_id, participant_id, token, made_at, positions)
      values (${tx.tenantId}, ${me}, ${token}, ${ctx.now().toISOString()}::timestamptz, ${JSON.stringify(places)}::text::jsonb)
      on conflict (tenant_id, participant_id) do update
        set token = excluded.token, made_at = excluded.made_at, positions = excluded.positions`);
    return tx.emit(events, () => ({ token, ...counted(places) }));
  });
}

/**
 * Puts every position back to where it was before everything was marked read, in the rooms that one is still in.
 * SW_NOT_FOUND for a step that is older than ten minutes, taken back already, or not one's last.
 */
export function undoMarkRead(ctx: Context, input: { token: string }): Promise<{ rooms: number; threads: number }> {
  const me = ctx.actor.participantId;
  return writing(ctx, async (tx) => {
    const oldest = new Date(ctx.now().getTime() - undoMs).toISOString();
    const [step] = await tx.rows<{ positions: Place[] }>(sql`
      delete from app.read_undos where participant_id = ${me} and token = ${input.token}
        and made_at >= ${oldest}::timestamptz returning positions`);
    if (!step) throw new SwError("SW_NOT_FOUND", "This can't be undone any more.");
    const places = await stillThere(tx, me, step.positions);
    const events = await setMarkers(tx, ctx, places);
    return tx.emit(events, () => counted(places));
  });
}

function counted(places: readonly Place[]): { rooms: number; threads: number } {
  const threads = places.filter((place) => place.root_id !== null).length;
  return { rooms: places.length - threads, threads };
}

/** Everything of these places is read up to the newest position of the log. */
async function readUp(tx: Writer, ctx: Context, places: readonly Place[]): Promise<EventDraft[]> {
  if (places.length === 0) return [];
  const read_position = await headOf(tx);
  const moved = places.map((place) => ({ ...place, read_position }));
  await writeMarkers(tx, ctx, moved);
  return moved.map((place) => markerEvent(ctx, place));
}

/** Where something is unread for the actor: in one room, or in all that they are in. */
async function unreadPlaces(tx: Reader, ctx: Context, { room_id }: { room_id?: string }): Promise<Place[]> {
  const me = ctx.actor.participantId;
  const joined = sql`joined.stream_position`;
  const here = room_id ? sql`and m.room_id = ${room_id}` : sql``;
  const mine = sql`from app.room_members m join app.events joined on joined.id = m.member_event_id
    join app.rooms r on r.id = m.room_id and ${seenBy(me)}`;
  const rows = await tx.rows<Omit<Place, "read_position"> & { read_position: string }>(sql`
    select place.room_id, place.root_id, place.read_position from (
      select m.room_id, null::uuid as root_id, greatest(${joined}, coalesce(marker.position, 0)) as read_position
      ${mine} left join app.read_markers marker on marker.room_id = m.room_id and marker.participant_id = m.participant_id
      where m.participant_id = ${me} and m.membership = 'join' ${here}
      union all
      select m.room_id, f.root_id, ${threadPosition(joined)}
      ${mine} join app.thread_follows f on f.room_id = m.room_id and f.participant_id = m.participant_id and f.following
      join app.events fe on fe.id = f.follow_event_id and fe.stream_position > ${joined}
      where m.participant_id = ${me} and m.membership = 'join' ${here}
    ) place
    where case when place.root_id is null
      then (${unreadRefs(me, sql`place.room_id`, sql`place.read_position`, "timeline")}) is not null
      else (${unreadRefs(me, sql`place.room_id`, sql`place.read_position`, { root: sql`place.root_id` })}) is not null end
    order by place.room_id, place.root_id nulls first limit ${maxPlaces}`);
  return rows.map((row) => ({ ...row, read_position: Number(row.read_position) }));
}

/** Of the places of a step, those that one can still read, each not before one's coming in. */
async function stillThere(tx: Reader, me: string, places: readonly Place[]): Promise<Place[]> {
  const rows = await tx.rows<Omit<Place, "read_position"> & { read_position: string }>(sql`
    select p.room_id, p.root_id, greatest(p.read_position, joined.stream_position) as read_position
    from jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb) as p(room_id uuid, root_id uuid, read_position bigint)
    join app.room_members m on m.room_id = p.room_id and m.participant_id = ${me} and m.membership = 'join'
    join app.events joined on joined.id = m.member_event_id
    join app.rooms r on r.id = p.room_id and ${seenBy(me)}
    where p.root_id is null or exists (
      select from app.thread_follows f join app.events fe on fe.id = f.follow_event_id
      where f.participant_id = ${me} and f.root_id = p.root_id and f.following
        and fe.stream_position > joined.stream_position)
    order by p.room_id, p.root_id nulls first`);
  return rows.map((row) => ({ ...row, read_position: Number(row.read_position) }));
}
