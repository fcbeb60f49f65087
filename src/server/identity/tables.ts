import { text, uuid } from "drizzle-orm/pg-core";
import { app, bytes, instant, tenantId } from "#/server/database/schema.ts";

export const sessions = app.table("sessions", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  participantId: uuid("participant_id").notNull(),
  secretHash: bytes("secret_hash").notNull(),
  userAgent: text("user_agent"),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

export const streamTickets = app.table("stream_tickets", {
  tenantId: tenantId(),
  secretHash: bytes("secret_hash").notNull(),
  sessionId: uuid("session_id").notNull(),
  clientId: uuid("client_id").notNull(),
  expiresAt: instant("expires_at").notNull(),
});
