import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { member, room } from "#/domain/rooms/room.ts";

export const roomEvents = {
  /**
   * A membership changed. Carries the room and the member whole: for its subject it may be the first word of the room,
   * for the others the first of the person.
   */
  "swp.room.member": z.object({
    participant_id: id,
    membership: member.shape.membership,
    power_level: z.number(),
    changed_by: id,
    reason: z.nullable(z.string()),
    room,
    member,
  }),
  "swp.room.name": z.object({ name: z.string() }),
  "swp.room.topic": z.object({ topic: z.nullable(z.string()) }),
  /** The room's place or state changed. */
  "swp.room.updated": z.object({ room }),
};
