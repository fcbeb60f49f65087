import { eq, sql } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import type { Member, OwnRoomSettings, Room } from "#/domain/rooms/room.ts";
import type { Context } from "#/server/database/context.ts";
import type { Outcome, Writer } from "#/server/database/transact.ts";
import { headOf } from "#/server/log/read.ts";
import type { SeenRoom } from "#/server/rooms/access.ts";
import { roomUpdated } from "#/server/rooms/concerned.ts";
import { ownSettingsEvent, writeOwnSettings } from "#/server/rooms/own-settings.ts";
import { memberOf } from "#/server/rooms/read.ts";
import { rooms } from "#/server/rooms/tables.ts";

/**
 * Closes a direct room for oneself: it is out of one's list until something is said in it. Both stay in it for ever; when
 * both have closed it, it is archived until either opens it again. The caller has locked the room.
 */
export async function hideDm(tx: Writer, ctx: Context, { room }: SeenRoom): Promise<Outcome<Member>> {
  const me = ctx.actor.participantId;
  const mine = (await memberOf(tx, room.id, me))!;
  if (room.state !== "open") return tx.emit([], () => mine);
  const settings = await writeOwnSettings(tx, ctx, room.id, { hidden_until: await headOf(tx) });
  const events = [ownSettingsEvent(ctx, room.id, settings)];
  if (await otherHides(tx, room.id, me)) events.push(await setState(tx, ctx, room, "archived"));
  return tx.emit(events, () => mine);
}

/** Opens an archived direct room again, for both; answers the events. One that is open is shown to oneself again. */
export async function reviveDm(tx: Writer, ctx: Context, room: Room): Promise<{ room: Room; events: EventDraft[] }> {
  const events: EventDraft[] = [];
  const [mine] = await tx.rows<{ hidden: boolean }>(sql`
    select hidden_until is not null as hidden from app.room_members
    where room_id = ${room.id} and participant_id = ${ctx.actor.participantId}`);
  if (mine?.hidden) {
    const shown: Partial<OwnRoomSettings> = { hidden_until: null };
    events.push(ownSettingsEvent(ctx, room.id, await writeOwnSettings(tx, ctx, room.id, shown)));
  }
  if (room.state !== "archived") return { room, events };
  events.push(await setState(tx, ctx, room, "open"));
  return { room: { ...room, state: "open" }, events };
}

/** Writes the room's state and answers the event that tells it. The caller has locked the room and allowed it. */
export async function setState(tx: Writer, ctx: Context, room: Room, state: Room["state"]): Promise<EventDraft> {
  await tx.update(rooms).set({ state }).where(eq(rooms.id, room.id));
  return roomUpdated(tx, ctx, { ...room, state });
}

async function otherHides(tx: Writer, roomId: string, me: string): Promise<boolean> {
  const [row] = await tx.rows<{ hides: boolean }>(sql`
    select coalesce(bool_and(m.hidden_until is not null and not exists (
      select from app.events e
      where e.room_id = m.room_id and e.type = 'swp.room.message' and e.stream_position > m.hidden_until
    )), true) as hides
    from app.room_members m where m.room_id = ${roomId} and m.participant_id <> ${me}`);
  return row!.hides;
}
