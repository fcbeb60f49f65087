import { sql } from "drizzle-orm";
import { isNight, isZone } from "#/domain/participants/zones.ts";
import type { RoomInput } from "#/domain/rooms/inputs.ts";
import type { RoomReach } from "#/domain/rooms/schema.ts";
import { type Context, reading } from "#/server/database/context.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/** Zones are six hundred; a tenant names no more of them. */
const maxZones = 1_000;

/**
 * How many people `@room` calls, oneself not among them, and for how many it is night. Only numbers: where somebody is, a
 * room of two hundred is not told. Whoever never told their zone counts as awake. SW_ROOM_NOT_FOUND; else what `send` says.
 */
export function roomReach(ctx: Context, { room_id }: RoomInput): Promise<RoomReach> {
  return reading(ctx, async (tx) => {
    allow(await seeRoom(tx, ctx.actor, room_id), "send");
    const zones = await tx.rows<{ zone: string | null; people: number }>(sql`
      select p.preferences ->> 'timezone' as zone, count(*)::int as people
      from app.room_members m join app.participants p on p.id = m.participant_id
      where m.room_id = ${room_id} and m.membership = 'join' and p.deactivated_at is null
        and p.participant_type not in ('model', 'agent', 'helper') and p.id <> ${ctx.actor.participantId}
      group by 1 order by 2 desc limit ${maxZones}`);
    const sum = (some: typeof zones) => some.reduce((total, { people }) => total + people, 0);
    const atNight = zones.filter(({ zone }) => zone !== null && isZone(zone) && isNight(zone, ctx.now()));
    return { people: sum(zones), at_night: sum(atNight) };
  });
}
