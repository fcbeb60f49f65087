import { bigint, boolean, integer, jsonb, text, uuid } from "drizzle-orm/pg-core";
import { app, instant, tenantId } from "#/server/database/schema.ts";

export const messages = app.table("messages", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  roomId: uuid("room_id").notNull(),
  senderId: uuid("sender_id").notNull(),
  replyToEventId: uuid("reply_to_event_id"),
  threadRootId: uuid("thread_root_id"),
  alsoInRoom: boolean("also_in_room").notNull().default(false),
  forwardedEventId: uuid("forwarded_event_id"),
  editEventId: uuid("edit_event_id"),
  editedAt: instant("edited_at"),
  redactedAt: instant("redacted_at"),
  redactedBy: uuid("redacted_by"),
  redactionReason: text("redaction_reason"),
});

export const reactions = app.table("reactions", {
  tenantId: tenantId(),
  eventId: uuid("event_id").notNull(),
  senderId: uuid("sender_id").notNull(),
  emoji: text("emoji").notNull(),
  reactionEventId: uuid("reaction_event_id").notNull(),
});

export const messageReports = app.table("message_reports", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  roomId: uuid("room_id").notNull(),
  eventId: uuid("event_id").notNull(),
  reporterId: uuid("reporter_id").notNull(),
  reason: text("reason").notNull(),
  createdAt: instant("created_at").notNull(),
  note: text("note"),
  outcome: text("outcome"),
  resolvedBy: uuid("resolved_by"),
  resolvedAt: instant("resolved_at"),
});

export const drafts = app.table("drafts", {
  tenantId: tenantId(),
  participantId: uuid("participant_id").notNull(),
  roomId: uuid("room_id").notNull(),
  placeId: uuid("place_id").notNull(),
  threadRootId: uuid("thread_root_id"),
  draftEventId: uuid("draft_event_id").notNull(),
  replyToEventId: uuid("reply_to_event_id"),
  updatedAt: instant("updated_at").notNull(),
});

export const pins = app.table("pins", {
  tenantId: tenantId(),
  roomId: uuid("room_id").notNull(),
  eventId: uuid("event_id").notNull(),
  ordinal: integer("ordinal").notNull(),
  pinnedBy: uuid("pinned_by").notNull(),
  pinnedAt: instant("pinned_at").notNull(),
});

export const threadFollows = app.table("thread_follows", {
  tenantId: tenantId(),
  participantId: uuid("participant_id").notNull(),
  roomId: uuid("room_id").notNull(),
  rootId: uuid("root_id").notNull(),
  following: boolean("following").notNull(),
  followEventId: uuid("follow_event_id").notNull(),
  readPosition: bigint("read_position", { mode: "number" }),
});

export const readUndos = app.table("read_undos", {
  tenantId: tenantId(),
  participantId: uuid("participant_id").notNull(),
  token: uuid("token").notNull(),
  madeAt: instant("made_at").notNull(),
  positions: jsonb("positions").notNull(),
});
