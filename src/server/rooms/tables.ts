import { bigint, integer, text, uuid } from "drizzle-orm/pg-core";
import type { Membership, notificationModes, RoomType, roomStates } from "#/domain/rooms/room.ts";
import { app, instant, tenantId } from "#/server/database/schema.ts";

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
});

export const readMarkers = app.table("read_markers", {
  tenantId: tenantId(),
  roomId: uuid("room_id").notNull(),
  participantId: uuid("participant_id").notNull(),
  eventId: uuid("event_id"),
  position: bigint("position", { mode: "number" }).notNull(),
  updatedAt: instant("updated_at").notNull(),
});
