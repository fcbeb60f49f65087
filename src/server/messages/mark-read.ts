import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { ReadMarkerInput } from "#/domain/messages/inputs.ts";
import { type Context, writing } from "#/server/database/context.ts";
import { allow, seeRoom } from "#/server/rooms/access.ts";

/**
 * Moves one's read marker to a message of the room. It moves forward only, so that two devices that report in any order
 * end at the farther one. Only one's own devices learn of it.
 */
export function markRead(ctx: Context, input: ReadMarkerInput): Promise<{ read_position: number }> {
  return writing(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "read");
    if (seen.membership !== "join") throw new SwError("SW_NOT_MEMBER");
    const [event] = await tx.rows<{ stream_position: string }>(sql`
      select e.stream_position from app.messages m join app.events e on e.id = m.id
      where m.id = ${input.event_id} and m.room_id = ${input.room_id}`);
    if (!event) throw new SwError("SW_EVENT_NOT_FOUND");

    const position = Number(event.stream_position);
    const moved = await tx.rows(sql`
      insert into app.read_markers as marker (tenant_id, room_id, participant_id, event_id, position)
      values (${tx.tenantId}, ${input.room_id}, ${ctx.actor.participantId}, ${input.event_id}, ${position})
      on conflict (tenant_id, room_id, participant_id) do update
        set event_id = excluded.event_id, position = excluded.position, updated_at = now()
        where marker.position < excluded.position
      returning position`);
    if (moved.length === 0) return tx.emit([], () => ({ read_position: position }));
    return tx.emit(
      [
        {
          id: ctx.newId(),
          type: "swp.room.read_marker",
          room_id: input.room_id,
          workspace_id: null,
          sender_id: ctx.actor.participantId,
          content: { event_id: input.event_id, read_position: position },
        },
      ],
      () => ({ read_position: position }),
    );
  });
}
