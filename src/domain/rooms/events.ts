import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { member, ownRoomSettings, room } from "#/domain/rooms/room.ts";
import { engagementModes } from "#/domain/workspaces/schema.ts";

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
    /** They only ever asked to be let in, and are not told: the event would tell them of a room they may not see. */
    unseen_by_subject: z.optional(z.boolean()),
    /** Of one who comes in, where there are AIs: when each answers, by participant. */
    engagements: z.optional(z.record(id, z.enum(engagementModes))),
  }),
  "swp.room.name": z.object({ name: z.string() }),
  "swp.room.topic": z.object({ topic: z.nullable(z.string()) }),
  /** The room's place, state or another of its fields changed. One with `deleted_at` is gone for everyone. */
  "swp.room.updated": z.object({ room }),
  /** What one settled for oneself in this room, on another device. Nobody else learns of it. */
  "swp.room.own_settings": z.object({ settings: ownRoomSettings }),
};
