import { sql } from "drizzle-orm";
import { visibleText } from "#/domain/ai/visible-text.ts";
import { createNoteInput, noteTitle } from "#/domain/notes/inputs.ts";
import { linkName, mayAnswerWith, noteNamed } from "#/server/ai/tools/builtin/readable-notes.ts";
import { oneLine, quotes } from "#/server/ai/tools/builtin/words.ts";
import { type Plugin, type PluginContext, ToolFailure } from "#/server/ai/tools/plugin.ts";
import { reading } from "#/server/database/context.ts";
import { seeNote } from "#/server/notes/access.ts";
import { createNote } from "#/server/notes/create-note.ts";
import { suggestEdits } from "#/server/notes/suggestions/suggest-edits.ts";
import { editNote } from "#/server/notes/update-note.ts";

const maxWords = 8;
/** Of a note's text in one answer, in characters; what follows is asked for. */
const pageLength = 12_000;
const maxText = 100_000;

const text = (description: string, maxLength = maxText) => ({ type: "string", minLength: 1, maxLength, description });
const note = text("Title, other name or id of the note, or a link such as [[Launch plan]]", 300);

export const notes: Plugin = {
  manifest: {
    id: "scaiwave.notes",
    name: "Notes",
    version: "1.0.0",
    description: "Finds, reads and writes notes with the rights of the one who asks.",
    permissions: ["read_tenant", "write_room"],
    injectsContext: false,
    scope: "private",
    onByDefault: true,
    tools: [
      {
        name: "find_note",
        description:
          "Finds notes by their title, other names or words. What stands in [[double brackets]] is the name of a note.",
        usage: "/find_note <words>",
        parameters: {
          type: "object",
          properties: {
            query: text("Words of the title or the text, or a link", 300),
            limit: { type: "integer", minimum: 1, maximum: 20 },
          },
          required: ["query"],
          additionalProperties: false,
        },
        permissionsRequired: ["read_tenant"],
        sideEffects: false,
      },
      {
        name: "read_note",
        description: "The text of a note as Markdown, with its version. Long ones in parts.",
        parameters: {
          type: "object",
          properties: { note, from: { type: "integer", minimum: 0, description: "Where to go on in a long note" } },
          required: ["note"],
          additionalProperties: false,
        },
        permissionsRequired: ["read_tenant"],
        sideEffects: false,
      },
      {
        name: "create_note",
        description: "Makes a note for the one who asks. Only when somebody asks for it. A person approves it first.",
        parameters: {
          type: "object",
          properties: {
            title: text("What it is called", 255),
            body: text("Markdown; todos are lines such as `- [ ] Call Ana !high 📅 2026-12-01 @ana`"),
            workspace: text("Name or id of the workspace; the asker's own when absent", 100),
          },
          required: ["title", "body"],
          additionalProperties: false,
        },
        permissionsRequired: ["write_room"],
        sideEffects: true,
      },
      {
        name: "update_note",
        description:
          "Changes a note: adds at its end, replaces a passage that stands in it once, or gives it another title. What people write in it meanwhile stays. A person approves it first.",
        parameters: {
          type: "object",
          properties: {
            note,
            append: text("Markdown to add at the end"),
            find: text("A passage of the note, exactly as it stands there"),
            replace: { type: "string", maxLength: maxText, description: "What comes in its place" },
            title: text("The new title", 255),
          },
          required: ["note"],
          additionalProperties: false,
        },
        permissionsRequired: ["write_room"],
        sideEffects: true,
      },
      {
        name: "suggest_edit",
        description:
          "Suggests a change of a note: replaces a passage that stands in it once, or adds at its end. Nothing changes: people accept or reject each passage in the note. Use it where update_note was not asked for.",
        parameters: {
          type: "object",
          properties: {
            note,
            find: text("A passage of the note, exactly as it stands there"),
            replace: { type: "string", maxLength: maxText, description: "What would come in its place" },
            append: text("Markdown that would come at the end"),
            reason: text("Why, in one sentence", 500),
          },
          required: ["note"],
          additionalProperties: false,
        },
        permissionsRequired: ["write_room"],
        sideEffects: false,
      },
    ],
  },
  executeTool: async (tool, args, ctx, idempotencyKey) => {
    if (ctx.incognito) throw new ToolFailure("In an incognito room no notes are read, and none are written.");
    switch (tool) {
      case "find_note":
        return find(ctx, args as { query: string; limit?: number });
      case "read_note":
        return readOne(ctx, args as { note: string; from?: number });
      case "create_note":
        return create(ctx, args as { title: string; body: string; workspace?: string }, idempotencyKey);
      case "suggest_edit":
        return suggest(ctx, args as Suggested, idempotencyKey);
      default:
        return change(ctx, args as Change, idempotencyKey);
    }
  },
};

type Found = { id: string; title: string; workspace: string; excerpt: string; status: string; at: string };

async function find(ctx: PluginContext, { query, limit = 10 }: { query: string; limit?: number }): Promise<string> {
  const name = linkName(query);
  const words = [...new Set(name.split(/\s+/).filter(Boolean))].slice(0, maxWords);
  const has = words.map((word) => {
    const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
    return sql`(n.title ilike ${pattern} or n.body ilike ${pattern}
      or exists (select from app.note_aliases a where a.note_id = n.id and a.key ilike ${pattern}))`;
  });
  if (has.length === 0) return "";
  const rows = await reading(ctx.asker, (tx) =>
    tx.rows<Found>(sql`
      select n.id, n.title, w.name as workspace, n.excerpt, n.status, to_char(n.updated_at at time zone 'utc', 'YYYY-MM-DD') as at
      from app.notes n join app.workspaces w on w.id = n.workspace_id
      where n.status <> 'archived' and ${mayAnswerWith(ctx)} and ${sql.join(has, sql` and `)}
      order by lower(n.title) = ${name.toLowerCase()} desc, n.updated_at desc, n.id limit ${limit}`),
  );
  if (rows.length === 0) return "";
  const lines = rows.map(
    ({ id, title, workspace, excerpt, status, at }) =>
      `- “${oneLine(title, 120)}” in “${oneLine(workspace, 80)}” (note ${id}${status === "draft" ? ", a draft" : ""}, changed on ${at}): ${oneLine(excerpt, 200)}`,
  );
  return `${quotes}\n${lines.join("\n")}`;
}

function readOne(ctx: PluginContext, { note: asked, from = 0 }: { note: string; from?: number }): Promise<string> {
  return reading(ctx.asker, async (tx) => {
    const { id, workspace } = await noteNamed(tx, ctx, asked);
    const { row } = await seeNote(tx, ctx.asker.actor, id);
    const part = row.body.slice(from, from + pageLength).toWellFormed();
    const next = from + pageLength;
    const head = `Note “${oneLine(row.title, 255)}” in “${oneLine(workspace, 80)}” (note ${id}, version ${row.version}).`;
    const more = next < row.body.length ? `\n\nIt goes on: read_note with from ${next}.` : "";
    return `${head}\n${quotes}\n\n${part}${more}`;
  });
}

type Made = { title: string; body: string; workspace?: string };

async function create(ctx: PluginContext, { title, body, workspace }: Made, key: string): Promise<string> {
  const input = createNoteInput.safeParse({
    title: visibleText(title),
    body: visibleText(body),
    event_uuid: key,
    ...(workspace === undefined ? {} : { workspace_id: await workspaceNamed(ctx, workspace) }),
  });
  if (!input.success) throw new ToolFailure(input.error.issues[0]!.message);
  const source = { roomId: ctx.roomId, eventId: null };
  const made = await createNote(ctx.asker, input.data, { writerId: ctx.ai.actor.participantId, source });
  return `Made the note “${oneLine(made.title, 255)}” (note ${made.id}).`;
}

async function workspaceNamed(ctx: PluginContext, asked: string): Promise<string> {
  const name = asked.trim().toLowerCase();
  const found = await reading(ctx.asker, (tx) =>
    tx.rows<{ id: string }>(sql`
      select w.id from app.workspaces w
      join app.workspace_members m on m.workspace_id = w.id and m.participant_id = ${ctx.asker.actor.participantId}
      where w.archived_at is null and m.role <> 'viewer' and (w.id::text = ${name} or lower(w.name) = ${name} or w.slug = ${name})
      limit 2`),
  );
  if (found.length > 1) throw new ToolFailure("Several workspaces are called that.", ["Use the workspace's id."]);
  const [one] = found;
  if (!one) throw new ToolFailure("There is no such workspace in which the one who asks may write.");
  return one.id;
}

type Change = { note: string; append?: string; find?: string; replace?: string; title?: string };

/** One edit of the text as it is at that moment: what others write elsewhere in it at the same time stays. */
async function change(ctx: PluginContext, asked: Change, key: string): Promise<string> {
  const { append, find: passage, replace, title } = asked;
  if (passage === undefined && replace !== undefined)
    throw new ToolFailure("Say what it replaces.", ["Give it as find."]);
  if (append === undefined && passage === undefined && title === undefined)
    throw new ToolFailure("Say what to change.");
  const named = title === undefined ? undefined : noteTitle.safeParse(visibleText(title));
  if (named && !named.success) throw new ToolFailure(named.error.issues[0]!.message);
  const { id } = await reading(ctx.asker, (tx) => noteNamed(tx, ctx, asked.note));
  const done = await editNote(
    ctx.asker,
    { noteId: id, writerId: ctx.ai.actor.participantId, key },
    { change: (text) => changed(text, asked), ...(named ? { title: named.data } : {}) },
  );
  return `Changed the note “${oneLine(done.title, 255)}” (note ${id}, version ${done.version}).`;
}

type Suggested = Pick<Change, "note" | "append" | "find" | "replace"> & { reason?: string };

/** Passages for people to decide on. Whatever the words of a note or a message say, only people accept. */
async function suggest(ctx: PluginContext, asked: Suggested, key: string): Promise<string> {
  const { append, find: passage, replace, reason } = asked;
  if (passage === undefined && replace !== undefined)
    throw new ToolFailure("Say what it replaces.", ["Give it as find."]);
  if (append === undefined && passage === undefined) throw new ToolFailure("Say what to change.");
  const { id, title } = await reading(ctx.asker, (tx) => noteNamed(tx, ctx, asked.note));
  const made = await suggestEdits(
    ctx.asker,
    { noteId: id, authorId: ctx.ai.actor.participantId, turnId: ctx.turnId, key },
    { reason: reason === undefined ? null : oneLine(visibleText(reason), 500), change: (text) => changed(text, asked) },
  );
  const count = made.length === 1 ? "1 change" : `${made.length} changes`;
  return `Suggested ${count} in the note “${oneLine(title, 255)}” (note ${id}). The note is as it was: people accept or reject each in the note.`;
}

function changed(before: string, { append, find: passage, replace }: Omit<Change, "note" | "title">): string {
  let after = before;
  if (passage !== undefined) {
    const at = after.indexOf(passage);
    if (at < 0) throw new ToolFailure("That passage is not in the note.", ["Read the note again with read_note."]);
    if (after.includes(passage, at + 1)) {
      throw new ToolFailure("That passage is in the note several times.", ["Give more of it."]);
    }
    after = after.slice(0, at) + visibleText(replace ?? "") + after.slice(at + passage.length);
  }
  if (append === undefined) return after;
  return `${after}${after === "" || after.endsWith("\n") ? "" : "\n"}${visibleText(append)}`;
}
