import * as z from "zod/mini";
import type { ErrorCode } from "#/domain/errors.ts";
import * as inputs from "#/domain/todos/inputs.ts";
import { queriedTodos, today, todoItem } from "#/domain/todos/schema.ts";
import { procedure, router } from "#/server/api/trpc.ts";
import { pageOf } from "#/server/database/page.ts";
import { addTodo, addToToday } from "#/server/todos/add-todo.ts";
import { setTodoStatus, updateTodo } from "#/server/todos/change-todo.ts";
import { listTodos } from "#/server/todos/list-todos.ts";
import { queryTodos } from "#/server/todos/query-todos.ts";
import { readToday } from "#/server/todos/today.ts";

const changing: ErrorCode[] = ["SW_NOTE_NOT_FOUND", "SW_NOTE_FORBIDDEN", "SW_NOTE_ARCHIVED", "SW_NOTE_TOO_LARGE"];

export const todosRouter = router({
  list: procedure
    .meta({
      rest: "GET /notes/todos",
      summary: "Lists the todos of all notes that one may read, what is due first before the rest.",
      returns: z.array(todoItem),
      page: "offset",
      errors: ["SW_WORKSPACE_NOT_FOUND"],
      example: { input: { status: "open", assignee: "me" } },
    })
    .input(inputs.listTodosInput)
    .query(({ ctx, input }) => pageOf(input, (page) => listTodos(ctx.use, page))),
  today: procedure
    .meta({
      rest: "GET /notes/today",
      summary: "Answers what is late, due today or without a day, as it is today in the zone of the person.",
      returns: today,
      errors: ["SW_WORKSPACE_NOT_FOUND"],
      example: { input: { timezone: "Europe/Amsterdam" } },
    })
    .input(inputs.todayInput)
    .query(({ ctx, input }) => readToday(ctx.use, input)),
  query: procedure
    .meta({
      rest: "POST /notes/query",
      summary: "Answers what a `todos` block of a note shows.",
      returns: queriedTodos,
      errors: ["SW_QUERY_INVALID"],
      example: { input: { query: "status: open\nassignee: me\nsort: due\nlimit: 20\n" } },
    })
    .input(inputs.queryTodosInput)
    .query(({ ctx, input }) => queryTodos(ctx.use, input)),
  setStatus: procedure
    .meta({
      rest: "PUT /notes/{note_id}/todos/{block_id}/status",
      summary: "Ticks a todo in the text of its note, or takes the tick away.",
      returns: todoItem,
      errors: [...changing, "SW_TODO_NOT_FOUND"],
      example: { input: { block_id: "todo-r9k4f", done: true } },
    })
    .input(inputs.todoStatusInput)
    .mutation(({ ctx, input }) => setTodoStatus(ctx.use, input)),
  update: procedure
    .meta({
      rest: "PATCH /notes/{note_id}/todos/{block_id}",
      summary: "Changes the day, person or priority of a todo in the text of its note.",
      returns: todoItem,
      errors: [...changing, "SW_TODO_NOT_FOUND", "SW_PARTICIPANT_NOT_FOUND"],
      example: { input: { block_id: "todo-r9k4f", due: "2026-12-01", priority: "high" } },
    })
    .input(inputs.updateTodoInput)
    .mutation(({ ctx, input }) => updateTodo(ctx.use, input)),
  add: procedure
    .meta({
      rest: "POST /notes/{note_id}/todos",
      summary: "Adds a todo at the end of a note; its words may hold a day, a priority, a person and tags.",
      returns: todoItem,
      errors: changing,
      example: { input: { text: "Call Ana !high 📅 2026-12-01" } },
    })
    .input(inputs.addTodoInput)
    .mutation(({ ctx, input }) => addTodo(ctx.use, input)),
  addToToday: procedure
    .meta({
      rest: "POST /notes/today/todos",
      summary: "Adds a todo to the note on top of Today, which is made when there is none.",
      returns: todoItem,
      errors: ["SW_WORKSPACE_NOT_FOUND", "SW_WORKSPACE_FORBIDDEN", "SW_NOTE_TOO_LARGE", "SW_NOTE_QUOTA_EXCEEDED"],
      example: { input: { text: "Water the plant" } },
    })
    .input(inputs.addToTodayInput)
    .mutation(({ ctx, input }) => addToToday(ctx.use, input)),
});
