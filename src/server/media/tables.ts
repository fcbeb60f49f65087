import { integer, text, uuid } from "drizzle-orm/pg-core";
import type { PictureType } from "#/domain/media/schema.ts";
import { app, instant, tenantId } from "#/server/database/schema.ts";

export const mediaFiles = app.table("media", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  workspaceId: uuid("workspace_id").notNull(),
  uploaderId: uuid("uploader_id").notNull(),
  name: text("name").notNull(),
  sha256: text("sha256").notNull(),
  size: integer("size").notNull(),
  mimeType: text("mime_type").$type<PictureType>().notNull(),
  width: integer("width").notNull(),
  height: integer("height").notNull(),
  createdAt: instant("created_at").notNull(),
});
