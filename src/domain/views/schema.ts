import * as z from "zod/mini";
import { roomAiView } from "#/domain/ai/view-schema.ts";
import { id } from "#/domain/ids.ts";
import { message } from "#/domain/messages/message.ts";
import { pin } from "#/domain/messages/pin-schema.ts";
import { tenantRoles } from "#/domain/participants/roles.ts";
import { group, profile } from "#/domain/participants/schema.ts";
import { presenceStates } from "#/domain/presence/events.ts";
import { member, memberships, room } from "#/domain/rooms/room.ts";
import type { RoomView } from "#/domain/views/state.ts";

/** One room opened, as of `stream_position`. */
export const roomView = z.object({
  stream_position: z.number(),
  room,
  membership: z.nullable(z.enum(memberships)),
  power_level: z.number(),
  /** By participant id. */
  members: z.record(z.string(), member),
  /** Oldest first, without thread replies. */
  messages: z.array(message),
  has_more: z.boolean(),
  /** In their order. */
  pins: z.array(pin),
  /** Who asks to be let in, the longest first; absent while nobody does. */
  knocking: z.optional(z.array(id)),
  ai: z.optional(roomAiView),
}) satisfies z.ZodMiniType<RoomView>;

/** The one who asks, as `GET /v1/me` answers. */
/** Whom a card shows. `timezone` is null where it is not known, and to those who share no room with them. */
export const personCard = z.extend(profile, {
  timezone: z.nullable(z.string()),
  /** Rooms that both are in; direct ones aside. */
  shared_rooms: z.int(),
});
export type PersonCard = z.infer<typeof personCard>;

export const me = z.object({
  participant_id: id,
  local_id: z.string(),
  /** `@local_id:server_name`, unique over all servers. */
  fqid: z.string(),
  display_name: z.string(),
  email: z.nullable(z.string()),
  avatar_url: z.nullable(z.string()),
  bio: z.nullable(z.string()),
  personal_workspace_id: z.nullable(id),
  roles: z.array(z.enum(tenantRoles)),
  groups: z.array(group),
  presence: z.enum(presenceStates),
  tenant: z.object({
    id,
    slug: z.string(),
    name: z.string(),
    /** What this tenant has switched on, by name. */
    features: z.record(z.string(), z.unknown()),
  }),
});
export type MeAnswer = z.infer<typeof me>;
