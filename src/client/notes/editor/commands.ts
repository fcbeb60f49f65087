import { indentLess, indentMore, insertNewlineAndIndent } from "@codemirror/commands";
import { syntaxTree } from "@codemirror/language";
import { type ChangeSpec, EditorSelection, type EditorState, type StateCommand } from "@codemirror/state";
import type { Command, EditorView } from "@codemirror/view";
import { type Block, toggleBlock } from "#/client/messages/formatting.ts";
import { type Change, linkTo, toggleMark } from "#/client/messages/marks.ts";
import { drawnBlocks } from "#/client/notes/editor/block-preview.ts";
import { hiddenIdIn, joinBeforeId } from "#/client/notes/editor/hidden-ids.ts";
import { backspaceIn, enterFence, enterIn, indentLine, type LineEdit } from "#/client/notes/editor/line-keys.ts";
import { editorSettings } from "#/client/notes/editor/settings.ts";
import { toggleOrMakeTodo } from "#/client/notes/editor/todo-toggle.ts";

type Edit = (text: string, start: number, end: number) => Change;

/** Applies an edit of marks to the lines of each selection. */
function formatted(edit: Edit): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const update = state.changeByRange((range) => {
      const [from, to] = [state.doc.lineAt(range.from).from, state.doc.lineAt(range.to).to];
      const change = edit(state.sliceDoc(from, to), range.from - from, range.to - from);
      return {
        changes: { from: from + change.from, to: from + change.to, insert: change.insert },
        range: EditorSelection.range(from + change.select[0], from + change.select[1]),
      };
    });
    dispatch(state.update(update, { userEvent: "input.format", scrollIntoView: true }));
    return true;
  };
}

export const toggleBold = formatted((...at) => toggleMark(...at, "**"));
export const toggleItalic = formatted((...at) => toggleMark(...at, "*"));
export const toggleCode = formatted((...at) => toggleMark(...at, "`"));
export const toggleStruck = formatted((...at) => toggleMark(...at, "~~"));
export const makeLink = formatted(linkTo);
export const toggleLines = (block: Block): StateCommand => formatted((...at) => toggleBlock(...at, block));

/** Heading of a level, or none where it is one of that level already. */
export const toggleHeading = (level: 1 | 2 | 3): StateCommand =>
  formatted((text, start, end) => {
    const from = text.lastIndexOf("\n", start - 1) + 1;
    const mark = /^#{1,6}[ \t]+/.exec(text.slice(from))?.[0] ?? "";
    const insert = mark.trim().length === level ? "" : `${"#".repeat(level)} `;
    const moved = insert.length - mark.length;
    const place = (at: number) => Math.max(from + insert.length, at + moved);
    return { from, to: from + mark.length, insert, select: [place(start), place(end)] };
  });

/** In a text field with words selected this makes a link; else the key is that of the switcher. */
export const linkSelection: StateCommand = (target) => !target.state.selection.main.empty && makeLink(target);

export const toggleTodos: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const changes: ChangeSpec[] = [];
  const seen = new Set<number>();
  for (const range of state.selection.ranges) {
    for (let at = range.from; at <= range.to; ) {
      const line = state.doc.lineAt(at);
      if (!seen.has(line.from)) changes.push(toggleOrMakeTodo(line.text, line.from));
      seen.add(line.from);
      at = line.to + 1;
    }
  }
  const selection = state.selection.map(state.changes(changes), 1);
  dispatch(state.update({ changes, selection, userEvent: "input.toggle", scrollIntoView: true }));
  return true;
};

function apply(state: EditorState, edit: LineEdit, userEvent: string) {
  return state.update({
    changes: edit.changes,
    selection: { anchor: edit.caret },
    userEvent,
    scrollIntoView: true,
  });
}

export function isInCode(state: EditorState, at: number): boolean {
  for (let node: { name: string; parent: unknown } | null = syntaxTree(state).resolveInner(at, -1); node; ) {
    if (node.name === "FencedCode" || node.name === "CodeBlock" || node.name === "BlockMath") return true;
    node = node.parent as { name: string; parent: unknown } | null;
  }
  return false;
}

export const enter: StateCommand = (target) => {
  const { state, dispatch } = target;
  const range = state.selection.main;
  if (state.readOnly || !range.empty || state.selection.ranges.length > 1) return false;
  const line = state.doc.lineAt(range.head);
  if (range.head === line.to) {
    const fenced = enterFence(line.text, line.from, state.sliceDoc(line.to + 1, line.to + 20_000));
    if (fenced && !endsFence(state, line.from)) {
      dispatch(apply(state, fenced, "input"));
      return true;
    }
  }
  if (isInCode(state, range.head)) return insertNewlineAndIndent(target);
  const edit = state.facet(editorSettings).sourceMode ? null : enterIn(line.text, line.from, range.head);
  if (!edit) return false;
  dispatch(apply(state, edit, "input"));
  return true;
};

/** The line below an open fence that closes it opens nothing. */
function endsFence(state: EditorState, from: number): boolean {
  const node = syntaxTree(state).resolveInner(from, 1);
  const code = node.name === "FencedCode" ? node : node.parent;
  return code?.name === "FencedCode" && code.from < from;
}

/** Two spaces and a line end: a break inside a paragraph. */
export const hardBreak: StateCommand = ({ state, dispatch }) => {
  const range = state.selection.main;
  if (state.readOnly || isInCode(state, range.head)) return false;
  const line = state.doc.lineAt(range.from);
  if (hiddenIdIn(line.text, line.from)) return false;
  const before = line.text.slice(0, range.from - line.from);
  const indent = /^\s*(?:>\s?)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)?/
    .exec(before)![0]
    .replace(/[^\s>]/g, " ");
  const insert = `${/ {2}$/.test(before) || before.trim() === "" ? "" : "  "}\n${indent}`;
  dispatch(state.update(state.replaceSelection(insert), { userEvent: "input", scrollIntoView: true }));
  return true;
};

export const backspace: StateCommand = ({ state, dispatch }) => {
  const range = state.selection.main;
  if (state.readOnly || !range.empty || state.facet(editorSettings).sourceMode) return false;
  const line = state.doc.lineAt(range.head);
  if (range.head === line.from && line.number > 1) {
    const above = state.doc.line(line.number - 1);
    return join({ state, dispatch }, above.text, above.from, line.text);
  }
  const edit = isInCode(state, range.head) ? null : backspaceIn(line.text, line.from, range.head);
  if (!edit) return false;
  dispatch(apply(state, edit, "delete.backward"));
  return true;
};

export const deleteAtEnd: StateCommand = ({ state, dispatch }) => {
  const range = state.selection.main;
  if (state.readOnly || !range.empty || state.facet(editorSettings).sourceMode) return false;
  const line = state.doc.lineAt(range.head);
  const id = hiddenIdIn(line.text, line.from);
  if (!id || range.head < id.home || line.number === state.doc.lines) return false;
  return join({ state, dispatch }, line.text, line.from, state.doc.line(line.number + 1).text);
};

function join(target: Parameters<StateCommand>[0], line: string, from: number, next: string): boolean {
  const joined = joinBeforeId(line, from, next);
  if (!joined) return false;
  const { caret, ...change } = joined;
  target.dispatch(apply(target.state, { changes: [change], caret }, "delete"));
  return true;
}

/** From the visible end of a line that hides an id, to the next line. */
export const rightOverId =
  (extend: boolean): StateCommand =>
  ({ state, dispatch }) => {
    const range = state.selection.main;
    if ((!extend && !range.empty) || state.facet(editorSettings).sourceMode) return false;
    const line = state.doc.lineAt(range.head);
    const id = hiddenIdIn(line.text, line.from);
    if (!id || range.head < id.home || line.number === state.doc.lines) return false;
    const head = line.to + 1;
    dispatch(
      state.update({
        selection: extend ? { anchor: range.anchor, head } : { anchor: head },
        userEvent: "select",
        scrollIntoView: true,
      }),
    );
    return true;
  };

/** Tab and Shift+Tab move items of lists; in code they indent; elsewhere they leave the editor. */
export const indent =
  (step: 1 | -1): StateCommand =>
  (target) => {
    const { state, dispatch } = target;
    if (state.readOnly) return false;
    if (isInCode(state, state.selection.main.head)) return step > 0 ? indentMore(target) : indentLess(target);
    const { from, to } = state.selection.main;
    const changes: ChangeSpec[] = [];
    let isList = false;
    for (let at = from; at <= to; ) {
      const line = state.doc.lineAt(at);
      const change = indentLine(line.text, line.from, step);
      if (change) changes.push(change);
      isList ||= /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(line.text);
      at = line.to + 1;
    }
    if (changes.length > 0) dispatch(state.update({ changes, userEvent: "input.indent", scrollIntoView: true }));
    return isList;
  };

/** Arrows go into blocks that are drawn, whose source opens then; by itself the cursor would step over them. */
export const intoBlock =
  (step: 1 | -1): Command =>
  (view: EditorView) => {
    const { state } = view;
    const settings = state.facet(editorSettings);
    const range = state.selection.main;
    if (!range.empty || settings.sourceMode) return false;
    const line = state.doc.lineAt(range.head);
    const number = line.number + step;
    if (number < 1 || number > state.doc.lines) return false;
    const beside = state.doc.line(number);
    const block = drawnBlocks(state).find(({ from, to, isOpen }) => !isOpen && from <= beside.from && to >= beside.to);
    if (!block) return false;
    // Only from the line's own edge: inside a line that wraps the arrow moves within it.
    const next = view.moveVertically(range, step > 0);
    if (next.head >= line.from && next.head <= line.to && next.head !== (step > 0 ? line.to : line.from)) return false;
    const anchor = step > 0 ? block.from : state.doc.lineAt(block.to).from;
    view.dispatch({ selection: { anchor }, userEvent: "select", scrollIntoView: true });
    return true;
  };
