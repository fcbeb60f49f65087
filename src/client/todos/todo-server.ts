import { api } from "#/client/sync/api.ts";

/** What screens of todos ask of the server. All reject with what `faultOf` reads. */
type TodoApi = {
  todos: {
    setStatus: { mutate(input: { note_id: string; block_id: string; done: boolean }): Promise<unknown> };
  };
};

const todos = () => (api as unknown as TodoApi).todos;

export async function setDone(todo: { noteId: string; blockId: string; done: boolean }): Promise<void> {
  await todos().setStatus.mutate({ note_id: todo.noteId, block_id: todo.blockId, done: todo.done });
}
