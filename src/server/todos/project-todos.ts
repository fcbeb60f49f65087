import { sql } from "drizzle-orm";
import type { EventContent } from "#/domain/catalogue.ts";
import type { EventDraft } from "#/domain/envelope.ts";
import { SwError } from "#/domain/errors.ts";
import { missingIdSplices } from "#/domain/todos/edit-todos.ts";
import { readTodos, type Todo } from "#/domain/todos/read-todos.ts";
import { defaultWorkspaceSettings } from "#/domain/workspaces/schema.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { lockNote, type NoteRow } from "#/server/notes/access.ts";
import { openDocument, splice } from "#/server/notes/document.ts";
import { listed } from "#/server/notes/links/visible.ts";
import { draftReaders, writeDocument } from "#/server/notes/write.ts";

export type ProjectDeps = {
  now: () => Date;
  newId: () => string;
  /** Five of `a-z0-9`, at random. */
  makeBlockId: () => string;
};

/** Of one event; a note with more changes is told of in several. */
const todosInEvent = 200;

type Projected = Pick<NoteRow, "id" | "workspaceId" | "status" | "body" | "version" | "updatedBy" | "archivedFrom">;
type Change = EventContent["swp.todo_change"]["todos"][number];

/**
 * Brings the index of todos up to the notes' texts as they are now, and gives lines an id that have none, as an edit by the
 * note's last author. Answers what to tell of it. Notes of a version that was read before are left alone.
 */
export async function projectTodos(tx: Writer, deps: ProjectDeps, noteIds: readonly string[]): Promise<EventDraft[]> {
  const events: EventDraft[] = [];
  for (const note of await unread(tx, noteIds)) {
    const given = await giveIds(tx, deps, note);
    const todos = readTodos(given.note.body);
    const changes = await reconcile(tx, deps, given.note, todos);
    await tx.rows(sql`
      insert into app.note_projections (tenant_id, note_id, kind, version)
      values (${tx.tenantId}, ${note.id}, 'todos', ${given.note.version})
      on conflict (tenant_id, note_id, kind) do update set version = excluded.version`);
    events.push(...given.events, ...(await changeEvents(tx, deps, given.note, changes)));
  }
  return events;
}

type Unread = Projected & { givesIds: boolean };

async function unread(tx: Reader, noteIds: readonly string[]): Promise<Unread[]> {
  if (noteIds.length === 0) return [];
  const byDefault = defaultWorkspaceSettings.todo_block_ids_enabled;
  const rows = await tx.rows<Omit<Unread, "version"> & { version: string }>(sql`
    select n.id, n.workspace_id as "workspaceId", n.status, n.archived_from as "archivedFrom", n.body, n.version,
      n.updated_by as "updatedBy", coalesce((w.settings->>'todo_block_ids_enabled')::boolean, ${byDefault}) as "givesIds"
    from app.notes n join app.workspaces w on w.id = n.workspace_id
    where n.id = any(array(select value::uuid from ${listed(noteIds)})) and not exists (
      select from app.note_projections p where p.note_id = n.id and p.kind = 'todos' and p.version = n.version)
    order by n.id`);
  return rows.map((row) => ({ ...row, version: Number(row.version) }));
}

/**
 * Writes the missing ids into the text. An archived note is read only, and one that has no room for them goes without. The
 * edit adds nothing but ids, and the text that follows has them all: nothing follows from it again.
 */
async function giveIds(
  tx: Writer,
  deps: ProjectDeps,
  note: Unread,
): Promise<{ note: Projected; events: EventDraft[] }> {
  const lacks = (body: string) => missingIdSplices(body, deps.makeBlockId);
  if (!note.givesIds || note.status === "archived" || lacks(note.body).length === 0) return { note, events: [] };
  const row = await lockNote(tx, note.id);
  const splices = lacks(row.body);
  if (row.status === "archived" || splices.length === 0) return { note: row, events: [] };
  const document = openDocument(row.state);
  splice(document, splices);
  try {
    const written = await writeDocument(tx, deps, row, { document, authorIds: [row.updatedBy] });
    return { note: written.row, events: written.events };
  } catch (error) {
    if (error instanceof SwError && error.code === "SW_NOTE_TOO_LARGE") return { note: row, events: [] };
    throw error;
  }
}

type Row = {
  block_id: string;
  workspace_id: string;
  ordinal: number;
  line: number;
  text: string;
  done: boolean;
  priority: string | null;
  due: string | null;
  assignee_id: string | null;
  tags: string[];
};

/** Writes what differs; answers it. */
async function reconcile(tx: Writer, deps: ProjectDeps, note: Projected, todos: readonly Todo[]): Promise<Change[]> {
  const before = new Map((await rowsOf(tx, note.id)).map((row) => [row.block_id, row]));
  const people = await assigneesOf(tx, note, todos);
  const after = todos.map((todo) => toRow(note, todo, people));
  const changed = after.filter((row) => !isSame(before.get(row.block_id), row));
  const kept = new Set(after.map(({ block_id }) => block_id));
  const gone = [...before.values()].filter(({ block_id }) => !kept.has(block_id));
  if (gone.length > 0) {
    const ids = gone.map(({ block_id }) => block_id);
    await tx.rows(sql`
      delete from app.todos where note_id = ${note.id} and block_id in (select value from ${listed(ids)})`);
  }
  if (changed.length > 0) await writeRows(tx, deps, note.id, changed);
  return [
    ...changed.flatMap((row) => changeOf(before.get(row.block_id), row) ?? []),
    ...gone.map(({ block_id, done }) => ({ block_id, done, changed: ["removed" as const], assignee_id: null })),
  ];
}

function rowsOf(tx: Reader, noteId: string): Promise<Row[]> {
  return tx.rows<Row>(sql`
    select block_id, workspace_id, ordinal, line, text, done, priority, to_char(due, 'YYYY-MM-DD') as due, assignee_id,
      to_jsonb(tags) as tags
    from app.todos where note_id = ${noteId}`);
}

function toRow(note: Projected, todo: Todo, people: ReadonlyMap<string, string>): Row {
  const { blockId, ordinal, line, text, done, priority, due, assignee, tags } = todo;
  const assignee_id = (assignee && people.get(assignee)) || null;
  // Someone who can't be given it stays in the words.
  const words = assignee && !assignee_id ? `${text} @${assignee}`.trim() : text;
  const base = { block_id: blockId, workspace_id: note.workspaceId, ordinal, line, done, priority, due, tags };
  return { ...base, text: words, assignee_id };
}

/** Who may be given todos of the note: members of its workspace who may read it, by their local ids. */
async function assigneesOf(tx: Reader, note: Projected, todos: readonly Todo[]): Promise<Map<string, string>> {
  const names = [...new Set(todos.flatMap(({ assignee }) => assignee ?? []))];
  if (names.length === 0) return new Map();
  const status = note.status === "archived" ? (note.archivedFrom ?? "published") : note.status;
  const rows = await tx.rows<{ name: string; id: string }>(sql`
    select lower(p.local_id) as name, p.id from app.participants p
    join app.workspace_members m on m.participant_id = p.id and m.workspace_id = ${note.workspaceId}
    where lower(p.local_id) in (select value from ${listed(names)}) and p.deactivated_at is null
      and (m.role <> 'viewer' or ${status} <> 'draft')`);
  return new Map(rows.map(({ name, id }) => [name, id]));
}

const fields = ["workspace_id", "ordinal", "line", "text", "done", "priority", "due", "assignee_id"] as const;

function isSame(before: Row | undefined, after: Row): boolean {
  return (
    before !== undefined &&
    fields.every((field) => before[field] === after[field]) &&
    before.tags.join(" ") === after.tags.join(" ")
  );
}

async function writeRows(tx: Writer, { now }: ProjectDeps, noteId: string, rows: readonly Row[]): Promise<void> {
  const at = now().toISOString();
  await tx.rows(sql`
    insert into app.todos as t (tenant_id, note_id, block_id, workspace_id, ordinal, line, text, done, priority, due,
      assignee_id, tags, created_at, done_at)
    select ${tx.tenantId}, ${noteId}, r.block_id, r.workspace_id, r.ordinal, r.line, r.text, r.done, r.priority, r.due,
      r.assignee_id, array(select jsonb_array_elements_text(r.tags)), ${at}::timestamptz,
      case when r.done then ${at}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(block_id text, workspace_id uuid, ordinal integer,
      line integer, text text, done boolean, priority text, due date, assignee_id uuid, tags jsonb)
    on conflict (tenant_id, note_id, block_id) do update set
      workspace_id = excluded.workspace_id, ordinal = excluded.ordinal, line = excluded.line, text = excluded.text,
      done = excluded.done, priority = excluded.priority, due = excluded.due, assignee_id = excluded.assignee_id,
      tags = excluded.tags,
      done_at = case when excluded.done and not t.done then excluded.done_at when excluded.done then t.done_at end`);
}

/** What of it people are told; null for what only moved. */
function changeOf(before: Row | undefined, { block_id, done, ...after }: Row): Change | null {
  const changed: Change["changed"] = [];
  if (!before) changed.push("added");
  else {
    if (before.done !== done) changed.push("status");
    if (before.due !== after.due) changed.push("due");
    const words = before.text !== after.text || before.priority !== after.priority;
    if (words || before.tags.join(" ") !== after.tags.join(" ")) changed.push("text");
  }
  if ((before?.assignee_id ?? null) !== after.assignee_id) changed.push("assigned");
  return changed.length > 0 ? { block_id, done, changed, assignee_id: after.assignee_id } : null;
}

async function changeEvents(
  tx: Writer,
  { newId }: ProjectDeps,
  note: Projected,
  changes: readonly Change[],
): Promise<EventDraft[]> {
  if (changes.length === 0) return [];
  const readers = await draftReaders(tx, note);
  const events: EventDraft[] = [];
  for (let from = 0; from < changes.length; from += todosInEvent) {
    const todos = changes.slice(from, from + todosInEvent);
    const assigned = todos.flatMap(({ changed, assignee_id }) =>
      changed.includes("assigned") && assignee_id ? [assignee_id] : [],
    );
    events.push({
      id: newId(),
      type: "swp.todo_change",
      room_id: null,
      workspace_id: note.workspaceId,
      sender_id: note.updatedBy,
      content: { note_id: note.id, status: note.status, todos },
      also: [...new Set([...readers, ...assigned])],
    });
  }
  return events;
}
