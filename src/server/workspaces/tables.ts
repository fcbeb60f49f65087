import { jsonb, text, uuid } from "drizzle-orm/pg-core";
import type { WorkspaceRole } from "#/domain/workspaces/workspace.ts";
import { app, instant, tenantId } from "#/server/database/schema.ts";

export const workspaces = app.table("workspaces", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  slug: text("slug").notNull(),
  name: text("name").notNull(),
  description: text("description"),
  icon: text("icon"),
  kind: text("kind").$type<"personal" | "shared">().notNull(),
  createdBy: uuid("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
  settings: jsonb("settings").$type<Record<string, unknown>>().notNull().default({}),
  archivedAt: instant("archived_at"),
});

export const workspaceMembers = app.table("workspace_members", {
  tenantId: tenantId(),
  workspaceId: uuid("workspace_id").notNull(),
  participantId: uuid("participant_id").notNull(),
  role: text("role").$type<WorkspaceRole>().notNull(),
  createdAt: instant("created_at").notNull(),
});
