import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { participant } from "#/domain/participants/schema.ts";

export const roomTypes = ["group", "dm", "incognito", "sidekick", "public", "bridge"] as const;
export type RoomType = (typeof roomTypes)[number];
export const roomStates = ["open", "archived", "closed"] as const;
export const memberships = ["join", "invite", "leave", "ban", "knock"] as const;
export type Membership = (typeof memberships)[number];
export const notificationModes = ["all", "mentions", "none"] as const;

/** A room as everyone who may see it sees it. A DM's `name` is null: each viewer is shown the other person. */
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
