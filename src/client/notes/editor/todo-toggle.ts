/** The mark between the brackets of a todo; more than one where two people ticked it at once. */
const todo = /^(\s*(?:>\s?)*\s*(?:[-*+]|\d{1,9}[.)])\s+\[)( {1,3}|[xX]{1,3})\](?=\s|$)/;
const item = /^(\s*(?:>\s?)*\s*(?:[-*+]|\d{1,9}[.)])\s+)/;
const begin = /^(\s*(?:>\s?)*\s*)/;

export type LineChange = { readonly from: number; readonly to: number; readonly insert: string };

/** Ticks a todo or takes its tick away. Null for a line that is none. */
export function toggleTodo(line: string, from: number): LineChange | null {
  const found = todo.exec(line);
  if (!found) return null;
  const start = from + found[1]!.length;
  return { from: start, to: start + found[2]!.length, insert: /x/i.test(found[2]!) ? " " : "x" };
}

/** Cmd/Ctrl+Enter: toggles a todo, and makes one of a line that is none. */
export function toggleOrMakeTodo(line: string, from: number): LineChange {
  const toggled = toggleTodo(line, from);
  if (toggled) return toggled;
  const list = item.exec(line)?.[1];
  const at = from + (list ?? begin.exec(line)![1]!).length;
  return { from: at, to: at, insert: list === undefined ? "- [ ] " : "[ ] " };
}

/** Whether a todo is done; null for a line that is none. */
export function isDone(line: string): boolean | null {
  const mark = todo.exec(line)?.[2];
  return mark === undefined ? null : /x/i.test(mark);
}
