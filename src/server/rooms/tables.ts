import { bigint, boolean, integer, jsonb, text, uuid } from "drizzle-orm/pg-core";
import type { RequiredPowers } from "#/domain/rooms/powers.ts";
import type { Membership, notificationModes, RoomType, roomStates } from "#/domain/rooms/room.ts";
import { app, bytes, instant, tenantId } from "#/server/database/schema.ts";

export const rooms = app.table("rooms", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  workspaceId: uuid("workspace_id").notNull(),
  roomType: text("room_type").$type<RoomType>().notNull(),
  name: text("name"),
  topic: text("topic"),
  state: text("state").$type<(typeof roomStates)[number]>().notNull(),
  creatorId: uuid("creator_id").notNull(),
  dmKey: text("dm_key"),
  createdAt: instant("created_at").notNull(),
  roomAlias: text("room_alias"),
  icon: text("icon"),
  readRoleSlugs: text("read_role_slugs").array(),
  requiredPower: jsonb("required_power").$type<RequiredPowers>().notNull().default({}),
  closesWithCreator: boolean("closes_with_creator").notNull().default(false),
  deletedAt: instant("deleted_at"),
});

export const roomMembers = app.table("room_members", {
  tenantId: tenantId(),
  roomId: uuid("room_id").notNull(),
  participantId: uuid("participant_id").notNull(),
  membership: text("membership").$type<Membership>().notNull(),
  powerLevel: integer("power_level").notNull(),
  invitedBy: uuid("invited_by"),
  memberEventId: uuid("member_event_id").notNull(),
  notificationMode: text("notification_mode").$type<(typeof notificationModes)[number]>(),
  joinedAt: instant("joined_at"),
  updatedAt: instant("updated_at").notNull(),
  mutedUntil: instant("muted_until"),
  hiddenUntil: bigint("hidden_until", { mode: "number" }),
  knockReason: text("knock_reason"),
});

export const inviteLinks = app.table("invite_links", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  roomId: uuid("room_id").notNull(),
  secretHash: bytes("secret_hash").notNull(),
  createdBy: uuid("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at"),
  maxUses: integer("max_uses"),
  uses: integer("uses").notNull(),
  revokedAt: instant("revoked_at"),
  email: text("email"),
});

export const readMarkers = app.table("read_markers", {
  tenantId: tenantId(),
  roomId: uuid("room_id").notNull(),
  participantId: uuid("participant_id").notNull(),
  eventId: uuid("event_id"),
  position: bigint("position", { mode: "number" }).notNull(),
  updatedAt: instant("updated_at").notNull(),
});
