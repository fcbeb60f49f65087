import * as z from "zod/mini";
import { memberships, type RoomDetails, room } from "#/domain/rooms/room.ts";

/** A room as one viewer finds it in a list or opens it. */
export const roomDetails = z.extend(room, {
  membership: z.nullable(z.enum(memberships)),
  power_level: z.number(),
  member_count: z.number(),
}) satisfies z.ZodMiniType<RoomDetails>;
