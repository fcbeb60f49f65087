import { sql } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import { missingIdSplices } from "#/domain/todos/edit-todos.ts";
import type { AddTodoInput, AddToTodayInput } from "#/domain/todos/inputs.ts";
import { readTodos } from "#/domain/todos/read-todos.ts";
import type { TodoItem } from "#/domain/todos/schema.ts";
import { type Context, writing } from "#/server/database/context.ts";
import type { Writer } from "#/server/database/transact.ts";
import { allowInNote, allowsNote, type NoteRow, seeNote } from "#/server/notes/access.ts";
import { insertNote } from "#/server/notes/create-note.ts";
import { openDocument, splice, textOf } from "#/server/notes/document.ts";
import { personalWorkspaceOf } from "#/server/rooms/create-room.ts";
import { finish } from "#/server/todos/change-todo.ts";
import { makeBlockId } from "#/server/todos/follow-notes.ts";
import { pinnedIn } from "#/server/todos/today.ts";
import { allowInWorkspace, lockWorkspace, seeWorkspace } from "#/server/workspaces/access.ts";

/**
 * Adds a todo at the end of a note. SW_NOTE_NOT_FOUND, SW_NOTE_FORBIDDEN, SW_NOTE_ARCHIVED, SW_NOTE_TOO_LARGE; SW_BAD_REQUEST
 * where the note's text ends inside of code.
 */
export function addTodo(ctx: Context, { note_id, text }: AddTodoInput): Promise<TodoItem> {
  return writing(ctx, async (tx) => {
    const seen = await seeNote(tx, ctx.actor, note_id);
    allowInNote(seen, ctx.actor, "write");
    return append(tx, ctx, seen.row, text);
  });
}

/**
 * Adds a todo to the note on top of Today in a workspace. Where there is none that one may write in, a note is made and put
 * there. SW_WORKSPACE_NOT_FOUND, SW_WORKSPACE_FORBIDDEN, SW_NOTE_TOO_LARGE, SW_NOTE_QUOTA_EXCEEDED.
 */
export function addToToday(ctx: Context, { workspace_id, text }: AddToTodayInput): Promise<TodoItem> {
  return writing(ctx, async (tx) => {
    const workspaceId = workspace_id ?? (await personalWorkspaceOf(tx, ctx.actor));
    // Two who begin the day at once get one note.
    await lockWorkspace(tx, workspaceId);
    allowInWorkspace(await seeWorkspace(tx, ctx.actor, workspaceId), "create_room");
    const pinned = await pinnedNote(tx, ctx, workspaceId);
    if (pinned) return append(tx, ctx, pinned, text);
    const made = await insertNote(tx, ctx, { id: ctx.newId(), workspaceId, input: { title: "Today" }, text: "" });
    await tx.rows(sql`
      update app.workspaces set settings = settings || jsonb_build_object('today_pinned_note_id', ${made.row.id}::text)
      where id = ${workspaceId}`);
    const { events, answer } = await append(tx, ctx, made.row, text);
    return tx.emit([...made.events, ...events], answer);
  });
}

async function pinnedNote(tx: Writer, ctx: Context, workspaceId: string): Promise<NoteRow | null> {
  const noteId = await pinnedIn(tx, workspaceId);
  if (noteId === null) return null;
  try {
    const seen = await seeNote(tx, ctx.actor, noteId);
    return seen.row.workspaceId === workspaceId && allowsNote(seen, ctx.actor, "write") ? seen.row : null;
  } catch (error) {
    if (error instanceof SwError && error.code === "SW_NOTE_NOT_FOUND") return null;
    throw error;
  }
}

async function append(tx: Writer, ctx: Context, row: NoteRow, words: string) {
  const document = openDocument(row.state);
  const before = textOf(document);
  const lineEnd = before === "" || before.endsWith("\n") ? "" : "\n";
  splice(document, [{ at: before.length, remove: 0, insert: `${lineEnd}- [ ] ${words}\n` }]);
  const text = textOf(document);
  const added = readTodos(text).at(-1);
  if (!added || added.from < before.length)
    throw new SwError("SW_BAD_REQUEST", "The note ends where no todo can stand.");
  const ids = missingIdSplices(text, makeBlockId).filter(({ at }) => at >= added.from);
  splice(document, ids);
  const todo = readTodos(textOf(document)).at(-1)!;
  return finish(tx, ctx, { row, document, blockId: todo.blockId });
}
