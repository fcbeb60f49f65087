import { type SQL, sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import type { MessageTargetInput, ReadMarkerInput, ThreadReadMarkerInput } from "#/domain/messages/inputs.ts";
import type { UnreadRef } from "#/domain/messages/unread.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { beginFollowing } from "#/server/messages/follow.ts";
import { threadPosition, unreadAfter } from "#/server/messages/unread.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/**
 * Moves one's read marker to a message of the room. It moves forward only, so that two devices that report in any order
 * end at the farther one. Only one's own devices learn of it.
 */
export function markRead(ctx: Context, input: ReadMarkerInput): Promise<{ read_position: number }> {
  return writing(ctx, async (tx) => {
    await requireMember(tx, ctx, input.room_id);
    const { position } = await requireMessage(tx, input);
    const moved = await tx.rows(sql`
      ${insertMarker(ctx, tx, input.room_id, input.event_id, position)}
      on conflict (tenant_id, room_id, participant_id) do update
        set event_id = excluded.event_id, position = excluded.position, updated_at = now()
        where marker.position < excluded.position
      returning position`);
    if (moved.length === 0) return tx.emit([], () => ({ read_position: position }));
    const event = roomMarker(ctx, input.room_id, { event_id: input.event_id, read_position: position });
    return tx.emit([event], () => ({ read_position: position }));
  });
}

/**
 * Makes a message and everything after it unread again: in the thread it stands in, which one follows from then on, or in
 * the room, back to one's own coming in. Refuses as `markRead` does.
 */
export function markUnread(ctx: Context, input: MessageTargetInput): Promise<{ read_position: number }> {
  const me = ctx.actor.participantId;
  return writing(ctx, async (tx) => {
    await requireMember(tx, ctx, input.room_id);
    const { position, thread_root_id: root, also_in_room } = await requireMessage(tx, input);
    const joined = await joinedAt(tx, me, input.room_id);
    const read_position = Math.max(joined, position - 1);
    const { room_id } = input;
    const root_id = also_in_room ? null : root;
    const begins = root_id === null ? [] : await beginFollowing(tx, ctx, { room_id, root_id });
    const events = await setMarkers(tx, ctx, [{ room_id, root_id, read_position }]);
    return tx.emit([...begins, ...events], () => ({ read_position }));
  });
}

/** Moves one's marker in a thread forward to one of its messages. Without following it, nothing is kept. */
export function markThreadRead(ctx: Context, input: ThreadReadMarkerInput): Promise<{ read_position: number }> {
  const me = ctx.actor.participantId;
  return writing(ctx, async (tx) => {
    await requireMember(tx, ctx, input.room_id);
    const message = await requireMessage(tx, input);
    if ((message.thread_root_id ?? input.event_id) !== input.root_id) throw new SwError("SW_EVENT_NOT_FOUND");
    const read_position = message.position;
    const joined = await joinedAt(tx, me, input.room_id);
    const moved = await tx.rows(sql`
      update app.thread_follows f set read_position = ${read_position} from app.events fe
      where f.participant_id = ${me} and f.root_id = ${input.root_id} and f.following and fe.id = f.follow_event_id
        and fe.stream_position > ${joined} and ${threadPosition(sql`${joined}::bigint`)} < ${read_position}
      returning f.root_id`);
    if (moved.length === 0) return tx.emit([], () => ({ read_position }));
    const event = threadMarker(ctx, input.room_id, { root_id: input.root_id, read_position });
    return tx.emit([event], () => ({ read_position }));
  });
}

async function requireMember(tx: Writer, ctx: Context, roomId: string): Promise<void> {
  const seen = await seeRoom(tx, ctx.actor, roomId);
  allow(seen, "read");
  if (seen.membership !== "join") throw new SwError("SW_NOT_MEMBER");
}

type Found = { position: number; thread_root_id: string | null; also_in_room: boolean };

async function requireMessage(tx: Reader, input: { room_id: string; event_id: string }): Promise<Found> {
  const [row] = await tx.rows<Omit<Found, "position"> & { position: string }>(sql`
    select e.stream_position as position, m.thread_root_id, m.also_in_room
    from app.messages m join app.events e on e.id = m.id
    where m.id = ${input.event_id} and m.room_id = ${input.room_id}`);
  if (!row) throw new SwError("SW_EVENT_NOT_FOUND");
  return { ...row, position: Number(row.position) };
}

async function joinedAt(tx: Reader, me: string, roomId: string): Promise<number> {
  const [row] = await tx.rows<{ position: string }>(sql`
    select e.stream_position as position from app.room_members m join app.events e on e.id = m.member_event_id
    where m.room_id = ${roomId} and m.participant_id = ${me}`);
  return Number(row!.position);
}

function insertMarker(ctx: Context, tx: Writer, roomId: string, eventId: string | null, position: number): SQL {
  return sql`
    insert into app.read_markers as marker (tenant_id, room_id, participant_id, event_id, position)
    values (${tx.tenantId}, ${roomId}, ${ctx.actor.participantId}, ${eventId}, ${position})`;
}

/** A place in which one has read: a room's timeline, or a thread that one follows. */
export type Place = { room_id: string; root_id: string | null; read_position: number };

/** Sets markers wherever they stood, back too, and answers the events, which tell what is unread from there. */
export async function setMarkers(tx: Writer, ctx: Context, places: readonly Place[]): Promise<EventDraft[]> {
  await writeMarkers(tx, ctx, places);
  // From here on nothing is said or removed until the commit: else what is told as unread would be of another moment than
  // the event's place in the log.
  await tx.rows(sql`select from app.streams for no key update`);
  const me = ctx.actor.participantId;
  return Promise.all(
    places.map(async (place) => {
      const unread = await unreadAfter(tx, me, place, place.read_position);
      return markerEvent(ctx, place, unread);
    }),
  );
}

/** Writes markers without a word about it. */
export async function writeMarkers(tx: Writer, ctx: Context, places: readonly Place[]): Promise<void> {
  const me = ctx.actor.participantId;
  const given = sql`jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb)
    as p(room_id uuid, root_id uuid, read_position bigint)`;
  await tx.rows(sql`
    insert into app.read_markers as marker (tenant_id, room_id, participant_id, event_id, position)
    select ${tx.tenantId}, p.room_id, ${me}, null, p.read_position from ${given} where p.root_id is null order by p.room_id
    on conflict (tenant_id, room_id, participant_id) do update
      set event_id = null, position = excluded.position, updated_at = now()`);
  await tx.rows(sql`
    update app.thread_follows f set read_position = p.read_position from ${given}
    where f.participant_id = ${me} and f.root_id = p.root_id`);
}

/** Without `unread` it tells that the marker moved forward. */
export function markerEvent(
  ctx: Context,
  { room_id, root_id, read_position }: Place,
  unread?: UnreadRef[],
): EventDraft {
  const told = unread ? { read_position, unread } : { read_position };
  return root_id === null
    ? roomMarker(ctx, room_id, { event_id: null, ...told })
    : threadMarker(ctx, room_id, { root_id, ...told });
}

type RoomMarker = { event_id: string | null; read_position: number; unread?: UnreadRef[] };
type ThreadMarker = { root_id: string; read_position: number; unread?: UnreadRef[] };

function roomMarker(ctx: Context, room_id: string, content: RoomMarker): EventDraft {
  const sender_id = ctx.actor.participantId;
  return { id: ctx.newId(), type: "swp.room.read_marker", room_id, workspace_id: null, sender_id, content };
}

function threadMarker(ctx: Context, room_id: string, content: ThreadMarker): EventDraft {
  const sender_id = ctx.actor.participantId;
  return { id: ctx.newId(), type: "swp.room.thread.read_marker", room_id, workspace_id: null, sender_id, content };
}
