import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { noteTitle } from "#/domain/notes/inputs.ts";

/** A note that links to another, with the lines in which it does. */
export const backlink = z.object({
  note_id: id,
  workspace_id: id,
  title: z.string(),
  path: z.string(),
  /** The first of its lines, as Markdown. */
  context: z.string(),
  /** At most five. `line` counts from 0. */
  lines: z.array(z.object({ line: z.int(), context: z.string(), anchor: z.nullable(z.string()), embed: z.boolean() })),
  updated_at: z.string(),
});
export type Backlink = z.infer<typeof backlink>;

/** A note that may be meant by what was typed so far. */
export const noteSuggestion = z.object({
  id,
  title: z.string(),
  /** The other name under which it was found; null when it was its title. */
  alias: z.nullable(z.string()),
  workspace_id: id,
  /** The name of its workspace. */
  place: z.string(),
  path: z.string(),
});
export type NoteSuggestion = z.infer<typeof noteSuggestion>;

/** Notes as a net: edges lead from the note that links to the one that it links to. */
export const noteGraph = z.object({
  nodes: z.array(z.object({ id, workspace_id: id, title: z.string(), path: z.string() })),
  edges: z.array(z.object({ from: id, to: id })),
  /** There are more notes, or more links, than are told. */
  truncated: z.boolean(),
});
export type NoteGraph = z.infer<typeof noteGraph>;

/** What an `![[embed]]` shows. `missing` is what does not exist, for this reader; nothing is shown inside of itself. */
export const embedStates = ["shown", "missing", "loop", "too_deep"] as const;
export const noteEmbed = z.object({
  /** The place of the embed that it stands in, in this list; null for one of the text itself. */
  parent: z.nullable(z.int()),
  /** As typed, with its anchor. */
  target: z.string(),
  state: z.enum(embedStates),
  note_id: z.nullable(id),
  title: z.nullable(z.string()),
  path: z.nullable(z.string()),
  /** The note without its frontmatter, or the part of it under the heading or of the block. */
  markdown: z.nullable(z.string()),
});
export type NoteEmbed = z.infer<typeof noteEmbed>;

const limit = z._default(z.int().check(z.minimum(1), z.maximum(100)), 50);
const offset = z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0);

export const backlinksInput = z.strictObject({ note_id: id, limit, offset });
export const noteNameInput = z.strictObject({ alias: noteTitle });
export const suggestInput = z.strictObject({
  /** What was typed; the latest changed notes for nothing. */
  q: z._default(z.string().check(z.maxLength(255)), ""),
  /** Its notes come first. */
  workspace_id: z.optional(id),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(20)), 8),
});
export const resolveInput = z.strictObject({
  /** Without anchor and alias. */
  names: z.array(z.string().check(z.maxLength(600))).check(z.maxLength(100)),
  /** Its notes come first. */
  workspace_id: z.optional(id),
  /** The note in which the names are written. */
  note_id: z.optional(id),
});
export const graphInput = z.strictObject({
  workspace_id: z.optional(id),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(1_000)), 500),
});
export const embedsInput = z.strictObject({
  /** The note whose embeds are shown, or in which `body` is written. */
  note_id: z.optional(id),
  /** Markdown instead of a stored text. */
  body: z.optional(z.string().check(z.maxLength(8_000))),
  workspace_id: z.optional(id),
});
export type BacklinksInput = z.infer<typeof backlinksInput>;
export type NoteNameInput = z.infer<typeof noteNameInput>;
export type SuggestInput = z.infer<typeof suggestInput>;
export type ResolveInput = z.infer<typeof resolveInput>;
export type GraphInput = z.infer<typeof graphInput>;
export type EmbedsInput = z.infer<typeof embedsInput>;
