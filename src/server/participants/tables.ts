import { jsonb, text, uuid } from "drizzle-orm/pg-core";
import type { ParticipantType } from "#/domain/participants/participant.ts";
import type { CustomStatus } from "#/domain/participants/status-schema.ts";
import type { StickyPresence } from "#/domain/presence/events.ts";
import { app, instant, tenantId } from "#/server/database/schema.ts";

export const participants = app.table("participants", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  localId: text("local_id").notNull(),
  serverName: text("server_name").notNull(),
  displayName: text("display_name").notNull(),
  participantType: text("participant_type").$type<ParticipantType>().notNull(),
  email: text("email"),
  emailVerifiedAt: instant("email_verified_at"),
  avatarUrl: text("avatar_url"),
  bio: text("bio"),
  model: text("model"),
  roles: text("roles").array().notNull(),
  personalWorkspaceId: uuid("personal_workspace_id"),
  stickyPresence: text("sticky_presence").$type<NonNullable<StickyPresence>>(),
  preferences: jsonb("preferences").$type<Record<string, unknown>>().notNull(),
  sidebar: jsonb("sidebar").$type<Record<string, unknown>>().notNull().default({}),
  customStatus: jsonb("custom_status").$type<CustomStatus>(),
  blockedIds: uuid("blocked_ids").array().notNull().default([]),
  createdAt: instant("created_at").notNull(),
  deactivatedAt: instant("deactivated_at"),
});
