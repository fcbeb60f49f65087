import * as z from "zod/mini";
import { errorTable } from "#/domain/errors.ts";
import { id } from "#/domain/ids.ts";
import { participant } from "#/domain/participants/schema.ts";
import { roomActions } from "#/domain/rooms/powers.ts";
import { member, memberships, powerLevel, type RoomDetails, requiredPowers, room } from "#/domain/rooms/room.ts";

/** A room as one viewer finds it in a list or opens it. */
export const roomDetails = z.extend(room, {
  membership: z.nullable(z.enum(memberships)),
  power_level: z.number(),
  member_count: z.number(),
}) satisfies z.ZodMiniType<RoomDetails>;

/** How many people a message to everyone calls, and for how many of them it is night where they are. */
export const roomReach = z.object({ people: z.int(), at_night: z.int() });
export type RoomReach = z.infer<typeof roomReach>;

/** What a room asks for each action: what it changed, and everything with the defaults filled in. */
export const roomPermissions = z.object({
  /** Only what differs from the default. */
  required_power: requiredPowers,
  actions: z.array(
    z.object({
      action: z.enum(roomActions),
      needs: powerLevel,
      default: powerLevel,
      /** Whether this room may ask for another level. */
      adjustable: z.boolean(),
    }),
  ),
});
export type RoomPermissions = z.infer<typeof roomPermissions>;

const codes = Object.keys(errorTable) as [keyof typeof errorTable];

/** For every action whether one may do it here, and if not, why, as one sentence. */
export const ownPermissions = z.object({
  power_level: powerLevel,
  actions: z.array(
    z.object({
      action: z.enum(roomActions),
      allowed: z.boolean(),
      needs: powerLevel,
      code: z.nullable(z.enum(codes)),
      reason: z.nullable(z.string()),
    }),
  ),
});
export type OwnPermissions = z.infer<typeof ownPermissions>;

/** An invitation link as those see it who may invite. The secret is in none. */
export const inviteLink = z.object({
  id,
  room_id: id,
  created_by: id,
  created_at: z.string(),
  /** Null: until it is revoked. */
  expires_at: z.nullable(z.string()),
  /** Null: any number of people. */
  max_uses: z.nullable(z.number()),
  uses: z.number(),
  revoked_at: z.nullable(z.string()),
});
export type InviteLink = z.infer<typeof inviteLink>;
/** A link as the one sees it who has just made it: the only time that its secret is told. */
export const newInviteLink = z.extend(inviteLink, { secret: z.string(), url: z.string() });
export type NewInviteLink = z.infer<typeof newInviteLink>;

/** What an invitation link tells of its room before one comes in, and never more. */
export const linkPreview = z.object({
  name: z.nullable(z.string()),
  icon: z.nullable(z.string()),
  member_count: z.number(),
  /** The display name of who made the link. */
  invited_by: z.string(),
});
export type LinkPreview = z.infer<typeof linkPreview>;

/** Someone who is banned. What is not known of a ban from before it was written down is null. */
export const bannedMember = z.extend(member, {
  reason: z.nullable(z.string()),
  banned_by: z.nullable(z.object({ id, display_name: z.string() })),
  banned_at: z.string(),
});
export type BannedMember = z.infer<typeof bannedMember>;

/** Someone who asks to be let in. */
export const knock = z.object({
  participant_id: id,
  /** What they wrote when they asked. */
  reason: z.nullable(z.string()),
  asked_at: z.string(),
  participant,
});
export type Knock = z.infer<typeof knock>;
