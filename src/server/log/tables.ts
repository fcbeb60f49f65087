import { bigint, boolean, integer, jsonb, text, uuid } from "drizzle-orm/pg-core";
import type { AuditAction } from "#/domain/admin/actions.ts";
import type { LogEvent } from "#/domain/envelope.ts";
import { app, bytes, instant, tenantId } from "#/server/database/schema.ts";

export const streams = app.table("streams", {
  tenantId: tenantId(),
  position: bigint("position", { mode: "number" }).notNull(),
});

export const events = app.table("events", {
  tenantId: tenantId(),
  streamPosition: bigint("stream_position", { mode: "number" }).notNull(),
  id: uuid("id").notNull(),
  type: text("type").$type<LogEvent["type"]>().notNull(),
  roomId: uuid("room_id"),
  workspaceId: uuid("workspace_id"),
  senderId: uuid("sender_id"),
  eventUuid: uuid("event_uuid"),
  content: jsonb("content").$type<LogEvent["content"]>().notNull(),
  audience: text("audience").$type<LogEvent["audience"]["kind"]>().notNull(),
  also: uuid("also").array().notNull(),
  createdAt: instant("created_at").notNull(),
  forgottenAt: instant("forgotten_at"),
  doNotIndex: boolean("do_not_index").notNull().default(false),
});

export const cursors = app.table("cursors", {
  tenantId: tenantId(),
  name: text("name").notNull(),
  position: bigint("position", { mode: "number" }).notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const deadLetters = app.table("dead_letters", {
  tenantId: tenantId(),
  name: text("name").notNull(),
  eventId: uuid("event_id").notNull(),
  error: text("error").notNull(),
  attempts: integer("attempts").notNull(),
  createdAt: instant("created_at").notNull(),
});

export const idempotencyKeys = app.table("idempotency_keys", {
  tenantId: tenantId(),
  actorId: uuid("actor_id").notNull(),
  procedure: text("procedure").notNull(),
  eventUuid: uuid("event_uuid").notNull(),
  bodyHash: bytes("body_hash").notNull(),
  objectId: uuid("object_id").notNull(),
  createdAt: instant("created_at").notNull(),
});

export const auditLog = app.table("audit_log", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  at: instant("at").notNull(),
  actorId: uuid("actor_id"),
  action: text("action").$type<AuditAction>().notNull(),
  targetType: text("target_type"),
  targetId: text("target_id"),
  details: jsonb("details").$type<Record<string, unknown>>().notNull(),
  address: text("address"),
});
