import { boolean, date, integer, text, uuid } from "drizzle-orm/pg-core";
import { app, instant, tenantId } from "#/server/database/schema.ts";

export const todos = app.table("todos", {
  tenantId: tenantId(),
  noteId: uuid("note_id").notNull(),
  blockId: text("block_id").notNull(),
  workspaceId: uuid("workspace_id").notNull(),
  ordinal: integer("ordinal").notNull(),
  line: integer("line").notNull(),
  text: text("text").notNull(),
  done: boolean("done").notNull(),
  priority: text("priority").$type<"low" | "medium" | "high">(),
  due: date("due", { mode: "string" }),
  assigneeId: uuid("assignee_id"),
  tags: text("tags").array().notNull().default([]),
  createdAt: instant("created_at").notNull(),
  doneAt: instant("done_at"),
});
