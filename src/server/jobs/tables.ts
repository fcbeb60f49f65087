import { integer, jsonb, text, uuid } from "drizzle-orm/pg-core";
import { app, instant, tenantId } from "#/server/database/schema.ts";

export const jobs = app.table("jobs", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  kind: text("kind").notNull(),
  payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
  status: text("status").$type<"queued" | "running" | "done" | "failed">().notNull(),
  runAt: instant("run_at").notNull(),
  attempts: integer("attempts").notNull(),
  maxAttempts: integer("max_attempts").notNull(),
  claimedUntil: instant("claimed_until"),
  dedupeKey: text("dedupe_key"),
  lastError: text("last_error"),
  createdAt: instant("created_at").notNull(),
  finishedAt: instant("finished_at"),
});
