import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { MessageTargetInput, OrderPinsInput } from "#/domain/messages/inputs.ts";
import type { Message } from "#/domain/messages/message.ts";
import { maxPins, type Pin, reordered } from "#/domain/messages/pins.ts";
import { array } from "#/server/database/array.ts";
import { type Context, reading, writing } from "#/server/database/context.ts";
import type { Outcome, Reader, Writer } from "#/server/database/transact.ts";
import { findMessage, messagesByIds } from "#/server/messages/read.ts";
import { allow, lockRoom, seeRoom } from "#/server/rooms/access.ts";

/** What a room pins, in its order. */
export function pinsOf(tx: Reader, roomId: string): Promise<Pin[]> {
  return tx.rows<Pin>(sql`
    select event_id, pinned_by, to_char(pinned_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as pinned_at
    from app.pins where room_id = ${roomId} order by ordinal, event_id`);
}

/** The pinned messages whole, in their order, as they stand now. */
export function listPins(
  ctx: Context,
  input: { room_id: string },
): Promise<{ items: (Pin & { message: Message })[]; has_more: boolean }> {
  return reading(ctx, async (tx) => {
    const seen = await seeRoom(tx, ctx.actor, input.room_id);
    allow(seen, "read");
    const pins = await pinsOf(tx, input.room_id);
    const found = await messagesByIds(tx, pins.map((pin) => pin.event_id)); // biome-ignore format: one look-up
    const items = pins
      .map((pin) => ({ ...pin, message: found.get(pin.event_id)! }))
      .filter(({ message }) => message.stream_position >= seen.history_from);
    return { items, has_more: false };
  });
}

/**
 * Pins a message after the others; one that is pinned stays where it is. Needs the power to pin.
 * SW_EVENT_NOT_FOUND also for what was removed and for lines of the server; SW_BAD_REQUEST beyond a hundred.
 */
export function pinMessage(ctx: Context, input: MessageTargetInput): Promise<{ pins: Pin[] }> {
  return change(ctx, input.room_id, async (tx, pins) => {
    const message = await findMessage(tx, input.room_id, input.event_id);
    if (message.redacted_at !== null || message.content.msgtype === "swp.system")
      throw new SwError("SW_EVENT_NOT_FOUND");
    if (pins.some((pin) => pin.event_id === input.event_id)) return pins;
    if (pins.length >= maxPins) throw new SwError("SW_BAD_REQUEST", `A room pins at most ${maxPins} messages.`);
    const now = ctx.now().toISOString();
    return [...pins, { event_id: input.event_id, pinned_by: ctx.actor.participantId, pinned_at: now }];
  });
}

/** Unpins a message; one that is not pinned stays so. */
export function unpinMessage(ctx: Context, input: MessageTargetInput): Promise<{ pins: Pin[] }> {
  return change(ctx, input.room_id, async (tx, pins) => {
    await findMessage(tx, input.room_id, input.event_id);
    return pins.filter((pin) => pin.event_id !== input.event_id);
  });
}

/** Puts the pins into an order: see `reordered`. Ids that are not pinned count for nothing. */
export function orderPins(ctx: Context, input: OrderPinsInput): Promise<{ pins: Pin[] }> {
  return change(ctx, input.room_id, async (_tx, pins) => reordered(pins, input.event_ids));
}

function change(
  ctx: Context,
  room_id: string,
  decide: (tx: Writer, pins: Pin[]) => Promise<Pin[]>,
): Promise<{ pins: Pin[] }> {
  return writing(ctx, async (tx): Promise<Outcome<{ pins: Pin[] }>> => {
    await lockRoom(tx, room_id);
    const seen = await seeRoom(tx, ctx.actor, room_id);
    // The two people of a direct room have no power over each other, and either may pin.
    allow(seen, seen.room.room_type === "dm" ? "send" : "pin");
    const before = await pinsOf(tx, room_id);
    const wanted = await decide(tx, before);
    // Whoever removes one of them waits, or was first: then it is pinned no more.
    const stands = await tx.rows<{ id: string }>(sql`
      select id from app.messages where id = any(${array(wanted.map((pin) => pin.event_id))}::uuid[])
        and redacted_at is null order by id for share`);
    const pins = wanted.filter((pin) => stands.some(({ id }) => id === pin.event_id));
    if (JSON.stringify(pins) === JSON.stringify(before)) return tx.emit([], () => ({ pins }));
    await tx.rows(sql`delete from app.pins where room_id = ${room_id}`);
    await tx.rows(sql`
      insert into app.pins (tenant_id, room_id, event_id, ordinal, pinned_by, pinned_at)
      select ${tx.tenantId}, ${room_id}, (pin->>'event_id')::uuid, n, (pin->>'pinned_by')::uuid, (pin->>'pinned_at')::timestamptz
      from jsonb_array_elements(${JSON.stringify(pins)}::text::jsonb) with ordinality as p(pin, n)`);
    const event = {
      id: ctx.newId(),
      type: "swp.room.pins" as const,
      room_id,
      workspace_id: null,
      sender_id: ctx.actor.participantId,
      content: { pins },
    };
    return tx.emit([event], () => ({ pins }));
  });
}
