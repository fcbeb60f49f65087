import { bigint, boolean, integer, jsonb, text, uuid } from "drizzle-orm/pg-core";
import type { NoteStatus } from "#/domain/notes/note.ts";
import type { SuggestionState } from "#/domain/notes/suggestions.ts";
import type { VersionReason } from "#/domain/notes/versions.ts";
import { app, bytes, instant, tenantId } from "#/server/database/schema.ts";

export const notes = app.table("notes", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  workspaceId: uuid("workspace_id").notNull(),
  ownerId: uuid("owner_id").notNull(),
  title: text("title").notNull(),
  status: text("status").$type<NoteStatus>().notNull(),
  archivedFrom: text("archived_from").$type<"draft" | "published">(),
  archivedAt: instant("archived_at"),
  archivedBy: uuid("archived_by"),
  pinned: boolean("pinned").notNull().default(false),
  category: text("category"),
  tags: text("tags").array().notNull().default([]),
  frontmatter: jsonb("frontmatter").$type<Record<string, unknown>>().notNull().default({}),
  body: text("body").notNull().default(""),
  excerpt: text("excerpt").notNull().default(""),
  state: bytes("state").notNull(),
  version: bigint("version", { mode: "number" }).notNull().default(1),
  sourceRoomId: uuid("source_room_id"),
  sourceEventId: uuid("source_event_id"),
  createdBy: uuid("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
  updatedBy: uuid("updated_by").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const noteAliases = app.table("note_aliases", {
  tenantId: tenantId(),
  noteId: uuid("note_id").notNull(),
  alias: text("alias").notNull(),
  key: text("key").notNull(),
  createdBy: uuid("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
});

export const noteLinks = app.table("note_links", {
  tenantId: tenantId(),
  sourceId: uuid("source_id").notNull(),
  key: text("key").notNull(),
  name: text("name").notNull(),
  targetId: uuid("target_id"),
  participantId: uuid("participant_id"),
  embeds: boolean("embeds").notNull().default(false),
});

export const noteRoomLinks = app.table("note_room_links", {
  tenantId: tenantId(),
  sourceId: uuid("source_id").notNull(),
  room: text("room").notNull(),
});

export const noteSteps = app.table("note_steps", {
  tenantId: tenantId(),
  noteId: uuid("note_id").notNull(),
  version: bigint("version", { mode: "number" }).notNull(),
  title: text("title").notNull(),
  place: integer("place").notNull(),
  taken: integer("taken").notNull(),
  put: text("put").notNull(),
  createdAt: instant("created_at").notNull(),
});

export const noteProjections = app.table("note_projections", {
  tenantId: tenantId(),
  noteId: uuid("note_id").notNull(),
  kind: text("kind").$type<"links" | "todos">().notNull(),
  version: bigint("version", { mode: "number" }).notNull(),
});

export const noteOpenings = app.table("note_openings", {
  tenantId: tenantId(),
  noteId: uuid("note_id").notNull(),
  openedAt: instant("opened_at").notNull(),
  seenAt: instant("seen_at").notNull(),
  editors: uuid("editors").array().notNull().default([]),
});

export const noteVersions = app.table("note_versions", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  noteId: uuid("note_id").notNull(),
  version: bigint("version", { mode: "number" }).notNull(),
  title: text("title").notNull(),
  body: text("body").notNull(),
  authorIds: uuid("author_ids").array().notNull().default([]),
  reason: text("reason").$type<VersionReason>().notNull(),
  name: text("name"),
  draft: boolean("draft").notNull().default(false),
  createdAt: instant("created_at").notNull(),
});

export const noteComments = app.table("note_comments", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  noteId: uuid("note_id").notNull(),
  rootId: uuid("root_id"),
  authorId: uuid("author_id").notNull(),
  body: text("body").notNull(),
  anchor: jsonb("anchor").$type<Record<string, unknown>>().notNull(),
  mentions: uuid("mentions").array().notNull().default([]),
  createdAt: instant("created_at").notNull(),
  editedAt: instant("edited_at"),
  resolvedAt: instant("resolved_at"),
  resolvedBy: uuid("resolved_by"),
  deletedAt: instant("deleted_at"),
});

export const noteCommentReads = app.table("note_comment_reads", {
  tenantId: tenantId(),
  participantId: uuid("participant_id").notNull(),
  noteId: uuid("note_id").notNull(),
  readAt: instant("read_at").notNull(),
});

export const noteSuggestions = app.table("note_suggestions", {
  tenantId: tenantId(),
  id: uuid("id").notNull(),
  noteId: uuid("note_id").notNull(),
  authorId: uuid("author_id").notNull(),
  askerId: uuid("asker_id").notNull(),
  turnId: uuid("turn_id"),
  ordinal: integer("ordinal").notNull(),
  createdAt: instant("created_at").notNull(),
  before: text("before").notNull(),
  after: text("after").notNull(),
  anchorFrom: bytes("anchor_from").notNull(),
  anchorTo: bytes("anchor_to").notNull(),
  note: text("note"),
  state: text("state").$type<SuggestionState>().notNull().default("open"),
  resolvedBy: uuid("resolved_by"),
  resolvedAt: instant("resolved_at"),
});
