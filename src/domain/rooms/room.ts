import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { participant } from "#/domain/participants/schema.ts";
import { adjustableActions } from "#/domain/rooms/powers.ts";

export const roomTypes = ["group", "dm", "incognito", "sidekick", "public", "bridge"] as const;
export type RoomType = (typeof roomTypes)[number];
export const roomStates = ["open", "archived", "closed"] as const;
export const memberships = ["join", "invite", "leave", "ban", "knock"] as const;
export type Membership = (typeof memberships)[number];
export const notificationModes = ["all", "mentions", "none"] as const;
export type NotificationMode = (typeof notificationModes)[number];

export const powerLevel = z.int().check(z.minimum(0), z.maximum(100));
/** The power each action needs where it is not the default. */
export const requiredPowers = z.partialRecord(z.enum(adjustableActions), powerLevel);

/**
 * A room as everyone who may see it sees it. A DM's `name` is null: each viewer is shown the other person.
 * The optional fields are absent in events of older logs; the server of today always says them.
 */
export const room = z.object({
  id,
  workspace_id: id,
  name: z.nullable(z.string()),
  topic: z.nullable(z.string()),
  room_type: z.enum(roomTypes),
  state: z.enum(roomStates),
  creator_id: id,
  created_at: z.string(),
  /** The two people of a DM, null otherwise. */
  dm_participant_ids: z.nullable(z.array(id)),
  /** The room's address within the tenant. */
  room_alias: z.optional(z.nullable(z.string())),
  /** An emoji or a letter or two. */
  icon: z.optional(z.nullable(z.string())),
  /** Whether only who holds one of `read_role_slugs` sees it. */
  visibility: z.optional(z.enum(["normal", "restricted"])),
  read_role_slugs: z.optional(z.nullable(z.array(z.string()))),
  /** Incognito rooms are not indexed, summarised, remembered, exported, bridged or federated. */
  scope_kind: z.optional(z.nullable(z.enum(["incognito"]))),
  /** An incognito room that ends when the one who made it leaves. */
  closes_with_creator: z.optional(z.boolean()),
  /** The power each action needs where it is not the default. */
  required_power: z.optional(requiredPowers),
  /** Set when the room was deleted: its words are gone, and nobody finds it any more. */
  deleted_at: z.optional(z.nullable(z.string())),
});
export type Room = z.infer<typeof room>;

export const member = z.object({
  participant_id: id,
  membership: z.enum(memberships),
  /** 0 to 100, integers. */
  power_level: z.number(),
  joined_at: z.nullable(z.string()),
  participant,
});
export type Member = z.infer<typeof member>;

/** A room as one viewer finds it in a list or opens it. */
export type RoomDetails = Room & {
  /** One's own; null for one who was never in this public room. */
  membership: Membership | null;
  power_level: number;
  /** How many have joined. */
  member_count: number;
};

/** What one settled for oneself in one room. Nobody else learns of it. */
export const ownRoomSettings = z.object({
  /** Null is the default: everything in direct rooms, mentions elsewhere. */
  notification_mode: z.nullable(z.enum(notificationModes)),
  /** ISO 8601; null when not muted. One in the past mutes no more; the year 9999 is for ever. */
  muted_until: z.nullable(z.string()),
  /** A direct room closed for oneself is out of the list until something is said after this position. */
  hidden_until: z.nullable(z.number()),
});
export type OwnRoomSettings = z.infer<typeof ownRoomSettings>;
