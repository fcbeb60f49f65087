import { api } from "#/client/sync/api.ts";
import type { TodoPriority } from "#/domain/todos/read-todos.ts";
import type { QueriedTodos, Today, TodoItem } from "#/domain/todos/schema.ts";

/** What is changed of a todo; what is left out stays, and null takes it away. */
export type TodoDetails = { due?: string | null; assignee_id?: string | null; priority?: TodoPriority | null };

type Named = { readonly note_id: string; readonly block_id: string };

/** What screens of todos ask of the server. All reject with what `faultOf` reads; changes answer the todo as it is then. */
export const todoServer = {
  today: (timezone: string, activeWorkspace: string | undefined): Promise<Today> =>
    api.todos.today.query({ timezone, ...(activeWorkspace ? { active_workspace_id: activeWorkspace } : {}) }),
  /** The todos of one note, ticked ones too; of very many the first. */
  ofNote: async (note_id: string): Promise<readonly TodoItem[]> =>
    (await api.todos.list.query({ note_id, status: "all", limit: 200 })).items,
  query: (query: string, workspace_id: string, timezone: string): Promise<QueriedTodos> =>
    api.todos.query.query({ query, workspace_id, timezone }),
  setDone: ({ note_id, block_id }: Named, done: boolean): Promise<TodoItem> =>
    api.todos.setStatus.mutate({ note_id, block_id, done }),
  update: ({ note_id, block_id }: Named, details: TodoDetails): Promise<TodoItem> =>
    api.todos.update.mutate({ note_id, block_id, ...details }),
  addToToday: (text: string, workspace_id: string | undefined): Promise<TodoItem> =>
    api.todos.addToToday.mutate({ text, ...(workspace_id ? { workspace_id } : {}) }),
};

export type TodoServer = typeof todoServer;

/** The same line, wherever it is shown. */
export const keyOf = ({ note_id, block_id }: Named): string => `${note_id} ${block_id}`;

export type { TodoItem };
