import { sql } from "drizzle-orm";
import { listTodosInput, todoStatusInput, updateTodoInput } from "#/domain/todos/inputs.ts";
import type { TodoItem } from "#/domain/todos/schema.ts";
import { mayAnswerWith, noteNamed } from "#/server/ai/tools/builtin/readable-notes.ts";
import { oneLine, quotes } from "#/server/ai/tools/builtin/words.ts";
import { type Plugin, type PluginContext, type ToolDefinition, ToolFailure } from "#/server/ai/tools/plugin.ts";
import { array } from "#/server/database/array.ts";
import { reading } from "#/server/database/context.ts";
import { setTodoStatus, updateTodo } from "#/server/todos/change-todo.ts";
import { listTodos } from "#/server/todos/list-todos.ts";

const mostListed = 50;

const day = (description: string) => ({ type: "string", minLength: 1, maxLength: 10, description });
const who = (description: string) => ({ type: "string", minLength: 1, maxLength: 80, description });
const todo = { type: "string", minLength: 1, maxLength: 65, description: "Its id, such as todo-r9k4f" };
const note = {
  type: "string",
  minLength: 1,
  maxLength: 300,
  description: "Title or id of its note, where two notes have a todo of this id",
};

function changing(
  name: string,
  description: string,
  more: Record<string, unknown>,
  required: string[],
): ToolDefinition {
  return {
    name,
    description: `${description} A person approves it first.`,
    parameters: {
      type: "object",
      properties: { todo, note, ...more },
      required: ["todo", ...required],
      additionalProperties: false,
    },
    permissionsRequired: ["write_room"],
    sideEffects: true,
  };
}

export const todos: Plugin = {
  manifest: {
    id: "scaiwave.todos",
    name: "Todos",
    version: "1.0.0",
    description:
      "Lists the todos of notes, ticks them, and gives them a day or a person, with the rights of the one who asks.",
    permissions: ["read_tenant", "write_room"],
    injectsContext: false,
    scope: "private",
    onByDefault: true,
    tools: [
      {
        name: "list_todos",
        description: "Todos of notes with their ids, what is due first before the rest; open ones unless told.",
        parameters: {
          type: "object",
          properties: {
            status: { type: "string", enum: ["open", "done", "all"] },
            assignee: who("Name of a person, me for the one who asks, or none"),
            due_from: day("First day, as 2026-12-01"),
            due_to: day("Last day, as 2026-12-01; yesterday for what is late"),
            tag: { type: "string", minLength: 1, maxLength: 64 },
            limit: { type: "integer", minimum: 1, maximum: mostListed },
          },
          additionalProperties: false,
        },
        permissionsRequired: ["read_tenant"],
        sideEffects: false,
      },
      changing("todo_check", "Ticks a todo, or takes the tick away.", { done: { type: "boolean" } }, []),
      changing("todo_due", "Gives a todo a day, or takes it away.", { due: day("As 2026-12-01, or none") }, ["due"]),
      changing("todo_assign", "Gives a todo to a person.", { assignee: who("Name of the person, or none") }, [
        "assignee",
      ]),
    ],
  },
  executeTool: async (tool, args, ctx) => {
    if (ctx.incognito) throw new ToolFailure("In an incognito room no notes are read, and none are written.");
    if (tool === "list_todos") return list(ctx, args);
    const place = await placeOf(ctx, args as { todo: string; note?: string });
    return `Now: ${lineOf(await changed(ctx, tool, args, place))}`;
  },
};

async function list(ctx: PluginContext, args: Readonly<Record<string, unknown>>): Promise<string> {
  const assignee = args.assignee === undefined ? {} : { assignee: await personNamed(ctx, String(args.assignee)) };
  const input = listTodosInput.safeParse({ limit: 20, ...args, ...assignee });
  if (!input.success)
    throw new ToolFailure(`${input.error.issues[0]!.path.join(".")}: ${input.error.issues[0]!.message}`);
  // Where others read the answer some of them may not be told, so that more are looked at than are wanted.
  const found = await listTodos(ctx.asker, { ...input.data, limit: mostListed * 4 });
  const told = await tellable(ctx, [...new Set(found.map(({ note_id }) => note_id))]);
  const items = found.filter(({ note_id }) => told.has(note_id)).slice(0, input.data.limit);
  return items.length === 0 ? "" : `${quotes}\n${items.map((item) => `- ${lineOf(item)}`).join("\n")}`;
}

async function tellable(ctx: PluginContext, noteIds: readonly string[]): Promise<Set<string>> {
  if (noteIds.length === 0) return new Set();
  const rows = await reading(ctx.asker, (tx) =>
    tx.rows<{ id: string }>(sql`
      select n.id from app.notes n where n.id = any(${array(noteIds)}::uuid[]) and ${mayAnswerWith(ctx)}`),
  );
  return new Set(rows.map(({ id }) => id));
}

function lineOf({ done, text, block_id, note_title, note_id, due, priority }: TodoItem): string {
  const about = [due ? `due ${due}` : "", priority ? `${priority} priority` : "", `in “${oneLine(note_title, 80)}”`];
  return `[${done ? "x" : " "}] ${oneLine(text, 200)} (${block_id}, ${about.filter(Boolean).join(", ")}, note ${note_id})`;
}

type Place = { note_id: string; block_id: string };

/** The one todo of this id among notes that may be in an answer here. */
function placeOf(ctx: PluginContext, { todo: asked, note: within }: { todo: string; note?: string }): Promise<Place> {
  const block_id = asked.trim().replace(/^\^/, "");
  return reading(ctx.asker, async (tx) => {
    if (within !== undefined) return { note_id: (await noteNamed(tx, ctx, within)).id, block_id };
    const found = await tx.rows<Place>(sql`
      select t.note_id, t.block_id from app.todos t join app.notes n on n.id = t.note_id
      where t.block_id = ${block_id} and n.status <> 'archived' and ${mayAnswerWith(ctx)} limit 2`);
    const [one, other] = found;
    if (other) throw new ToolFailure("Several notes have a todo of this id.", ["Say in which note."]);
    if (!one)
      throw new ToolFailure("There is no such todo that everyone who reads here may read.", ["Use list_todos."]);
    return one;
  });
}

async function changed(
  ctx: PluginContext,
  tool: string,
  args: Readonly<Record<string, unknown>>,
  place: Place,
): Promise<TodoItem> {
  if (tool === "todo_check") {
    return setTodoStatus(ctx.asker, parsed(todoStatusInput.safeParse({ ...place, done: args.done ?? true })));
  }
  const isNone = (value: unknown) => String(value).trim().toLowerCase() === "none";
  const change =
    tool === "todo_due"
      ? { due: isNone(args.due) ? null : String(args.due).trim() }
      : { assignee_id: isNone(args.assignee) ? null : await personNamed(ctx, String(args.assignee)) };
  const me = change.assignee_id === "me" ? { assignee_id: ctx.asker.actor.participantId } : {};
  return updateTodo(ctx.asker, parsed(updateTodoInput.safeParse({ ...place, ...change, ...me })));
}

type Parsed<T> = { success: true; data: T } | { success: false; error: { issues: { message: string }[] } };

function parsed<T>(outcome: Parsed<T>): T {
  if (!outcome.success) throw new ToolFailure(outcome.error.issues[0]?.message ?? "This can't be understood.");
  return outcome.data;
}

/** `me` and `none` as they are, else the id of the one person of this name. */
async function personNamed(ctx: PluginContext, asked: string): Promise<string> {
  const name = asked.trim().replace(/^@/, "").toLowerCase();
  if (name === "me" || name === "none") return name;
  const found = await reading(ctx.asker, (tx) =>
    tx.rows<{ id: string }>(sql`
      select id from app.participants
      where deactivated_at is null and (id::text = ${name} or local_id = ${name} or lower(display_name) = ${name})
      order by local_id = ${name} desc limit 2`),
  );
  if (found.length > 1) throw new ToolFailure("Several people are called that.", ["Use the short name, such as @ana."]);
  const [one] = found;
  if (!one) throw new ToolFailure("There is nobody of this name.");
  return one.id;
}
