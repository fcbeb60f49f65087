import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { changeSplices, missingIdSplices, type TodoChange } from "#/domain/todos/edit-todos.ts";
import type { TodoStatusInput, UpdateTodoInput } from "#/domain/todos/inputs.ts";
import { readTodos, type Todo } from "#/domain/todos/read-todos.ts";
import type { TodoItem } from "#/domain/todos/schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Reader, Writer } from "#/server/database/transact.ts";
import { allowInNote, type NoteRow, seeNote } from "#/server/notes/access.ts";
import { type NoteDocument, openDocument, splice, textOf } from "#/server/notes/document.ts";
import { writeDocument } from "#/server/notes/write.ts";
import { makeBlockId } from "#/server/todos/follow-notes.ts";
import { projectTodos } from "#/server/todos/project-todos.ts";
import { findTodo } from "#/server/todos/read-todo.ts";

/**
 * Ticks a todo, or takes the tick away: one character of the note's text, so that what someone types on the line stays. One
 * that is so already stays as it is. SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED, SW_TODO_NOT_FOUND.
 */
export function setTodoStatus(ctx: Context, { note_id, block_id, done }: TodoStatusInput): Promise<TodoItem> {
  return changeTodo(ctx, note_id, block_id, async () => ({ done }));
}

/**
 * Changes day, person or priority of a todo in the note's text. SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED,
 * SW_TODO_NOT_FOUND; SW_PARTICIPANT_NOT_FOUND for someone who can't see the note.
 */
export function updateTodo(ctx: Context, input: UpdateTodoInput): Promise<TodoItem> {
  const { note_id, block_id, due, assignee_id, priority } = input;
  return changeTodo(ctx, note_id, block_id, async (tx, row) => ({
    due,
    priority,
    assignee: assignee_id ? await localIdOf(tx, row, assignee_id) : assignee_id,
  }));
}

function changeTodo(
  ctx: Context,
  noteId: string,
  blockId: string,
  decide: (tx: Writer, row: NoteRow) => Promise<TodoChange>,
): Promise<TodoItem> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, noteId);
    allowInNote(seen, ctx.actor, "write");
    const { row } = seen;
    const document = openDocument(row.state);
    const todo = await todoOf(tx, noteId, blockId, readTodos(textOf(document)));
    const change = await decide(tx, row);
    // What has only a place is given an id first, for its place may be another's by the time it is read again.
    const id = todo.hasId ? todo.blockId : giveId(document, todo.ordinal);
    splice(document, changeSplices(textOf(document), id, change) ?? []);
    return finish(tx, ctx, { row, document, blockId: id });
  });
}

/** Stores the document, brings the index up to it, and answers the todo. */
export async function finish(
  tx: Writer,
  ctx: Context,
  { row, document, blockId }: { row: NoteRow; document: NoteDocument; blockId: string },
) {
  const written = await writeDocument(tx, ctx, row, { document, authorIds: [ctx.actor.participantId] });
  const told = await projectTodos(tx, { ...ctx, makeBlockId }, [row.id]);
  const todo = await findTodo(tx, ctx.actor, row.id, blockId);
  if (!todo) throw new SwError("SW_TODO_NOT_FOUND");
  return tx.emit([...written.events, ...told], () => todo);
}

/**
 * The todo that an id names. A place names the line that the asker saw there, which may stand elsewhere by now: it is known by
 * its words.
 */
async function todoOf(tx: Reader, noteId: string, blockId: string, todos: readonly Todo[]): Promise<Todo> {
  const named = todos.find((todo) => todo.blockId === blockId);
  if (named?.hasId) return named;
  const [seen] = await tx.rows<{ text: string }>(sql`
    select text from app.todos where note_id = ${noteId} and block_id = ${blockId}`);
  const isMeant = ({ text, assignee }: Todo) =>
    seen && (text === seen.text || `${text} @${assignee}`.trim() === seen.text);
  const alike = todos.filter(isMeant);
  const found = named && (!seen || isMeant(named)) ? named : alike.length === 1 ? alike[0] : undefined;
  if (!found) throw new SwError("SW_TODO_NOT_FOUND");
  return found;
}

/** Gives one line an id, and no other. */
function giveId(document: NoteDocument, ordinal: number): string {
  const text = textOf(document);
  const todo = readTodos(text)[ordinal]!;
  const place = todo.spans.id?.from ?? todo.to;
  splice(
    document,
    missingIdSplices(text, makeBlockId).filter(({ at, insert }) => at === place && insert.includes("^")),
  );
  const id = readTodos(textOf(document))[ordinal]!;
  if (!id.hasId) throw new SwError("SW_TODO_NOT_FOUND");
  return id.blockId;
}

/** Of a member of the note's workspace who may read it. */
async function localIdOf(tx: Reader, row: NoteRow, participantId: string): Promise<string> {
  const [found] = await tx.rows<{ local_id: string }>(sql`
    select p.local_id from app.participants p
    join app.workspace_members m on m.participant_id = p.id and m.workspace_id = ${row.workspaceId}
    where p.id = ${participantId} and p.deactivated_at is null and (m.role <> 'viewer' or ${row.status} <> 'draft')`);
  if (!found)
    throw new SwError("SW_PARTICIPANT_NOT_FOUND", "Only a member of the note's workspace can be given a todo.");
  return found.local_id;
}
