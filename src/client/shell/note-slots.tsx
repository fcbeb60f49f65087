import { type JSX, lazy, Suspense } from "solid-js";
import { isServer } from "solid-js/web";

/** What todos put into notes: loaded where a note has some. */
const LiveBlock = lazy(() => import("#/client/todos/todos-block.tsx"));

/** A fenced `todos` block: what it asks for, until the todos are there. */
export function TodosBlock(props: { readonly source: string; readonly workspaceId: string }): JSX.Element {
  const asked = () => (
    <pre data-live="">
      <code>{props.source}</code>
    </pre>
  );
  if (isServer) return asked();
  return (
    <Suspense fallback={asked()}>
      <LiveBlock source={props.source} workspaceId={props.workspaceId} />
    </Suspense>
  );
}

/** Ticks a todo of a note, or takes the tick away. Rejects with the server's refusal. */
export async function setTodoDone(noteId: string, blockId: string, done: boolean): Promise<void> {
  const { todoServer } = await import("#/client/todos/todo-server.ts");
  await todoServer.setDone({ note_id: noteId, block_id: blockId }, done);
}
