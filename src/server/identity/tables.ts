import { text, uuid } from "drizzle-orm/pg-core";
import { app, bytes, instant, tenantId } from "#/server/database/schema.ts";

export const sessions = app.table("sessions", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  participantId: uuid("participant_id").notNull(),
  secretHash: bytes("secret_hash").notNull(),
  kind: text("kind").$type<"browser" | "program">().notNull(),
  userAgent: text("user_agent"),
  createdAt: instant("created_at").notNull(),
  lastUsedAt: instant("last_used_at"),
  expiresAt: instant("expires_at").notNull(),
});

export const streamTickets = app.table("stream_tickets", {
  tenantId: tenantId(),
  secretHash: bytes("secret_hash").notNull(),
  sessionId: uuid("session_id").notNull(),
  clientId: uuid("client_id").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

export const passwords = app.table("passwords", {
  tenantId: tenantId(),
  participantId: uuid("participant_id").notNull(),
  hash: text("hash").notNull(),
  changedAt: instant("changed_at").notNull(),
});

export const spentRefreshTokens = app.table("spent_refresh_tokens", {
  tenantId: tenantId(),
  secretHash: bytes("secret_hash").notNull(),
  sessionId: uuid("session_id").notNull(),
  spentAt: instant("spent_at").notNull(),
});

export const personalTokens = app.table("personal_tokens", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  participantId: uuid("participant_id").notNull(),
  name: text("name").notNull(),
  secretHash: bytes("secret_hash").notNull(),
  scopes: text("scopes").array().notNull(),
  createdAt: instant("created_at").notNull(),
  lastUsedAt: instant("last_used_at"),
  expiresAt: instant("expires_at"),
});

export const mailLinks = app.table("mail_links", {
  tenantId: tenantId(),
  secretHash: bytes("secret_hash").notNull(),
  participantId: uuid("participant_id"),
  purpose: text("purpose").$type<"reset_password" | "invitation" | "registration">().notNull(),
  email: text("email").notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

export const providerAccounts = app.table("provider_accounts", {
  tenantId: tenantId(),
  issuer: text("issuer").notNull(),
  subject: text("subject").notNull(),
  participantId: uuid("participant_id").notNull(),
  email: text("email"),
  seenAt: instant("seen_at").notNull(),
});

export const providerTokens = app.table("provider_tokens", {
  tenantId: tenantId(),
  sessionId: uuid("session_id").notNull(),
  participantId: uuid("participant_id").notNull(),
  sealed: bytes("sealed").notNull(),
  expiresAt: instant("expires_at").notNull(),
  givenAt: instant("given_at").notNull(),
  refreshingUntil: instant("refreshing_until"),
});

export const groups = app.table("groups", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  externalId: text("external_id").notNull(),
  name: text("name").notNull(),
  syncedAt: instant("synced_at").notNull(),
});

export const groupMembers = app.table("group_members", {
  tenantId: tenantId(),
  groupId: uuid("group_id").notNull(),
  participantId: uuid("participant_id").notNull(),
});

export const webhookDeliveries = app.table("webhook_deliveries", {
  tenantId: tenantId(),
  source: text("source").notNull(),
  deliveryId: text("delivery_id").notNull(),
  receivedAt: instant("received_at").notNull(),
});
