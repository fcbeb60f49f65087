import { eq } from "drizzle-orm";
import type { EventDraft } from "#/domain/envelope.ts";
import type { RenameRoomInput, SetTopicInput } from "#/domain/rooms/inputs.ts";
import type { Room } from "#/domain/rooms/room.ts";
import type { SystemLineKind } from "#/domain/rooms/system-line.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Outcome } from "#/server/database/transact.ts";
import { findParticipant } from "#/server/participants/read.ts";
import { allow, lockRoom, seeRoom } from "#/server/rooms/access.ts";
import { concerned } from "#/server/rooms/concerned.ts";
import { rooms } from "#/server/rooms/tables.ts";
import { writeSystemLine } from "#/server/rooms/write.ts";

/** Names a room. SW_ROOM_NOT_FOUND, SW_NOT_MEMBER, SW_ROOM_FORBIDDEN, SW_ROOM_FROZEN; SW_ROOM_TYPE_INVARIANT for a DM. */
export function renameRoom(ctx: Context, { room_id, name }: RenameRoomInput): Promise<Room> {
  return describe(ctx, room_id, "name", name, (draft) => ({ ...draft, type: "swp.room.name", content: { name } }));
}

/** Sets or, with null or nothing in it, removes the topic. Refuses as `renameRoom` does. */
export function setTopic(ctx: Context, input: SetTopicInput): Promise<Room> {
  const topic = input.topic || null;
  return describe(ctx, input.room_id, "topic", topic, (draft) => ({
    ...draft,
    type: "swp.room.topic",
    content: { topic },
  }));
}

type Envelope = Omit<EventDraft, "type" | "content">;

function describe(
  ctx: Context,
  roomId: string,
  field: SystemLineKind & ("name" | "topic"),
  value: string | null,
  eventOf: (draft: Envelope) => EventDraft,
): Promise<Room> {
  return writing(ctx, async (tx): Promise<Outcome<Room>> => {
    await lockRoom(tx, roomId);
    const seen = await seeRoom(tx, ctx.actor, roomId);
    allow(seen, field);
    if (seen.room[field] === value) return tx.emit([], () => seen.room);

    const room = { ...seen.room, [field]: value };
    await tx
      .update(rooms)
      .set({ [field]: value })
      .where(eq(rooms.id, roomId));
    const by = await findParticipant(tx, ctx.actor.participantId);
    const also = await concerned(tx, roomId);
    const event = eventOf({ id: ctx.newId(), room_id: roomId, workspace_id: null, sender_id: by.id, also });
    const line = await writeSystemLine(tx, ctx, roomId, { kind: field, participant: by, by, value });
    return tx.emit([event, line], () => room);
  });
}
