import { boolean, text, uuid } from "drizzle-orm/pg-core";
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
});
