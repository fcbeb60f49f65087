import type { Line } from "@codemirror/state";
import { Decoration } from "@codemirror/view";
import { hiddenIdIn } from "#/client/notes/editor/hidden-ids.ts";
import { Bullet, Checkbox } from "#/client/notes/editor/inline-widgets.ts";
import { type Draw, hidden, lineClass, marks, type Node, put } from "#/client/notes/editor/preview-draw.ts";
import { isDone } from "#/client/notes/editor/todo-toggle.ts";

export function heading(draw: Draw, node: Node, active: boolean): void {
  lineClass(draw, node.from, node.to, `nt-h${node.name.at(-1)}`);
  const [first, last] = node.getChildren("HeaderMark");
  if (!first) return;
  const gap = /^[ \t]*/.exec(draw.state.sliceDoc(first.to, node.to))![0].length;
  put(draw, first.from, first.to + gap, active ? marks.hang : hidden);
  if (last) put(draw, last.from, last.to, active ? marks.dim : hidden);
}

/** The line under the words is a mark, and as quiet as one. */
export function setext(draw: Draw, node: Node): void {
  const mark = node.getChild("HeaderMark");
  if (!mark) return;
  lineClass(draw, node.from, mark.from - 1, `nt-h${node.name.at(-1)}`);
  put(draw, mark.from, mark.to, marks.dim);
}

/** The mark and its indent take a box of their own, so that lines that wrap begin under the words. */
export function listItem(draw: Draw, node: Node): void {
  const mark = node.getChild("ListMark");
  if (!mark) return;
  const line = draw.state.doc.lineAt(mark.from);
  const depth = depthIn(node);
  const task = node.getChild("Task")?.getChild("TaskMarker") ?? null;
  const words = line.text.slice(mark.to - line.from);
  const end = mark.to + (/^[ \t]{1,4}/.exec(words)?.[0].length ?? 0);
  const done = task && isDone(line.text);
  const style = `--nt-depth: ${depth}`;
  draw.out.push(
    Decoration.line({
      class: `nt-item${task ? " nt-todo" : ""}${done ? " nt-done" : ""}`,
      attributes: { style },
    }).range(line.from),
  );
  const isOrdered = node.parent?.name === "OrderedList";
  const whole = task ? Math.min(line.to, task.to + 1) : end;
  const shown = draw.scope.isTouched(mark.from, whole - 1);
  const indent = indentOf(line, mark.from);
  if (indent < mark.from) put(draw, indent, mark.from, hidden);
  if (task && !shown) {
    const widget = new Checkbox(done ?? false, draw.scope.canWrite, line.text.slice(whole - line.from));
    put(draw, mark.from, whole, Decoration.replace({ widget }));
  } else if (shown || isOrdered)
    put(draw, mark.from, Math.max(whole, mark.to), Decoration.mark({ class: "nt-marker" }));
  else put(draw, mark.from, Math.max(end, mark.to), Decoration.replace({ widget: new Bullet(depth) }));
}

function indentOf(line: Line, mark: number): number {
  const before = line.text.slice(0, mark - line.from);
  return mark - /[ \t]*$/.exec(before)![0].length;
}

function depthIn(node: Node): number {
  let depth = 0;
  for (let at: Node | null = node; at; at = at.parent) if (at.name === "ListItem") depth += 1;
  return Math.min(depth, 12);
}

const calloutKind = /^\s*>\s*\[!(\w{1,20})\][+-]?/;
const calloutTints: Readonly<Record<string, string>> = {
  warning: "warn",
  caution: "warn",
  attention: "warn",
  danger: "danger",
  error: "danger",
  bug: "danger",
  tip: "success",
  success: "success",
  hint: "success",
};

export function quote(draw: Draw, node: Node): void {
  const { state, scope } = draw;
  const first = state.doc.lineAt(node.from);
  const callout = node.parent?.name === "Blockquote" ? null : calloutKind.exec(first.text);
  const tint = callout && (calloutTints[callout[1]!.toLowerCase()] ?? "note");
  lineClass(draw, node.from, node.to, tint ? `nt-quote nt-callout nt-callout-${tint}` : "nt-quote");
  node.cursor().iterate((ref) => {
    if (ref.name === "Blockquote" && ref.from !== node.from) return false;
    if (ref.name !== "QuoteMark") return true;
    const line = state.doc.lineAt(ref.from);
    const gap = state.sliceDoc(ref.to, ref.to + 1) === " " && ref.to < line.to ? 1 : 0;
    put(draw, ref.from, ref.to + gap, scope.isActive(line.from, line.to) ? marks.hang : hidden);
    return false;
  });
  if (!callout) return;
  const at = first.from + callout[0].length;
  const mark = first.from + callout[0].indexOf("[");
  lineClass(draw, first.from, first.from, "nt-callout-title");
  if (scope.isActive(first.from, first.to)) put(draw, mark, at, marks.dim);
  else if (first.text.slice(callout[0].length).trim() === "") {
    put(draw, mark, mark + 2, hidden);
    put(draw, at - (callout[0].endsWith("]") ? 1 : 2), at, hidden);
  } else put(draw, mark, at + (first.text[callout[0].length] === " " ? 1 : 0), hidden);
}

export function code(draw: Draw, node: Node, active: boolean): void {
  const { doc } = draw.state;
  const [first, last] = [doc.lineAt(node.from), doc.lineAt(Math.min(node.to, doc.length))];
  lineClass(draw, node.from, node.to, "nt-pre");
  lineClass(draw, first.from, first.from, "nt-pre-first");
  lineClass(draw, last.from, last.from, "nt-pre-last");
  for (const mark of node.getChildren("CodeMark")) put(draw, mark.from, mark.to, active ? marks.dim : hidden);
  for (const info of node.getChildren("CodeInfo")) put(draw, info.from, info.to, marks.dim);
}

/** What is found in the words of lines: ids, and what todos say of themselves. */
export function drawLines(draw: Draw): void {
  const { state, scope } = draw;
  let at = Math.max(scope.from, scope.bodyFrom);
  while (at <= scope.to) {
    const line = state.doc.lineAt(at);
    const id = hiddenIdIn(line.text, line.from);
    // A caret that an id was put behind keeps the space that it stands after.
    if (id) put(draw, scope.isTouched(id.start, id.end) ? id.start : id.home, id.end, hidden);
    if (isDone(line.text) !== null) todoWords(draw, line);
    if (line.to >= state.doc.length) return;
    at = line.to + 1;
  }
}

const todoParts: readonly (readonly [RegExp, Decoration])[] = [
  [/(?<=^|\s)(?:📅\s?|due:\s?)\d{4}-\d{2}-\d{2}/gu, marks.due],
  [/(?<=\s)!(?:low|medium|high)(?=\s|$)/g, marks.priority],
  [/(?<=\s)#[\p{L}\p{N}_/-]{1,64}/gu, marks.tag],
  [/(?<=\s)@[\p{L}\p{N}._-]{1,64}/gu, marks.mention],
];

function todoWords(draw: Draw, line: Line): void {
  for (const [form, mark] of todoParts) {
    for (const found of line.text.slice(0, 2_000).matchAll(form))
      put(draw, line.from + found.index, line.from + found.index + found[0].length, mark);
  }
}
