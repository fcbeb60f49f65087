import { syntaxTree } from "@codemirror/language";
import type { EditorState, Line, Range } from "@codemirror/state";
import { Decoration } from "@codemirror/view";
import { hiddenIdIn } from "#/client/notes/editor/hidden-ids.ts";
import { Bullet, Checkbox, EmbedChip, ImageBox, InlineMath } from "#/client/notes/editor/inline-widgets.ts";
import { isDone } from "#/client/notes/editor/todo-toggle.ts";
import { safeHref } from "#/domain/markdown/links.ts";

type Node = ReturnType<typeof syntaxTree>["topNode"];

/** What of a text is drawn: between two places, with the lines that show their marks. */
export type PreviewScope = {
  readonly from: number;
  readonly to: number;
  /** Whether the cursor, or a selection, is on any line of this range. */
  readonly isActive: (from: number, to: number) => boolean;
  /** Whether a caret is inside, its ends included. */
  readonly isTouched: (from: number, to: number) => boolean;
  readonly canWrite: boolean;
  /** Where the text after the frontmatter begins. */
  readonly bodyFrom: number;
};

type Draw = { readonly state: EditorState; readonly scope: PreviewScope; readonly out: Range<Decoration>[] };

const hidden = Decoration.replace({});
const marks = {
  hang: Decoration.mark({ class: "nt-hang" }),
  dim: Decoration.mark({ class: "nt-dim" }),
  strong: Decoration.mark({ class: "nt-strong" }),
  em: Decoration.mark({ class: "nt-em" }),
  struck: Decoration.mark({ class: "nt-struck" }),
  code: Decoration.mark({ class: "nt-code", attributes: { spellcheck: "false" } }),
  link: Decoration.mark({ class: "nt-link" }),
  math: Decoration.mark({ class: "nt-math", attributes: { spellcheck: "false" } }),
  tag: Decoration.mark({ class: "nt-tag" }),
  mention: Decoration.mark({ class: "nt-mention" }),
  due: Decoration.mark({ class: "nt-due" }),
  priority: Decoration.mark({ class: "nt-priority" }),
};

/** The decorations of what stands within lines: nothing here changes the height of a line. */
export function inlinePreview(state: EditorState, scope: PreviewScope): Range<Decoration>[] {
  const draw: Draw = { state, scope, out: [] };
  syntaxTree(state).iterate({
    from: Math.max(scope.from, scope.bodyFrom),
    to: scope.to,
    enter: (ref) => (ref.to <= scope.bodyFrom ? false : enter(draw, ref.node)),
  });
  drawLines(draw);
  return draw.out;
}

/** False where nothing inside is drawn. */
function enter(draw: Draw, node: Node): boolean {
  const { scope } = draw;
  const active = () => scope.isActive(node.from, node.to);
  switch (node.name) {
    case "ATXHeading1":
    case "ATXHeading2":
    case "ATXHeading3":
    case "ATXHeading4":
    case "ATXHeading5":
    case "ATXHeading6":
      heading(draw, node, active());
      return true;
    case "SetextHeading1":
    case "SetextHeading2":
      setext(draw, node);
      return true;
    case "StrongEmphasis":
      put(draw, node.from, node.to, marks.strong);
      return true;
    case "Emphasis":
      put(draw, node.from, node.to, marks.em);
      return true;
    case "Strikethrough":
      put(draw, node.from, node.to, marks.struck);
      return true;
    case "EmphasisMark":
    case "StrikethroughMark":
      put(draw, node.from, node.to, active() ? marks.dim : hidden);
      return false;
    case "InlineCode":
      put(draw, node.from, node.to, marks.code);
      for (const mark of node.getChildren("CodeMark")) put(draw, mark.from, mark.to, active() ? marks.dim : hidden);
      return false;
    case "Escape":
      if (!active()) put(draw, node.from, node.from + 1, hidden);
      return false;
    case "Link":
      link(draw, node, active());
      return true;
    case "Autolink":
      autolink(draw, node, active());
      return false;
    case "URL":
      if (node.parent?.name !== "Link" && node.parent?.name !== "Image")
        linkMark(draw, node.from, node.to, textOf(draw, node));
      return false;
    case "Image":
      if (!active()) put(draw, node.from, node.to, imageOf(draw, node));
      return false;
    case "WikiLink":
      wikiLink(draw, node, active());
      return false;
    case "Embed":
      if (!active()) put(draw, node.from, node.to, embedOf(draw, node));
      return false;
    case "InlineMath":
      if (active()) put(draw, node.from, node.to, marks.math);
      else put(draw, node.from, node.to, Decoration.replace({ widget: new InlineMath(...mathOf(textOf(draw, node))) }));
      return false;
    case "ListItem":
      listItem(draw, node);
      return true;
    case "Blockquote":
      quote(draw, node);
      return true;
    case "FencedCode":
    case "CodeBlock":
    case "BlockMath":
      code(draw, node, active());
      return false;
    case "HorizontalRule":
      lineClass(draw, node.from, node.to, active() ? "nt-rule-active" : "nt-rule");
      return false;
    case "HTMLBlock":
    case "HTMLTag":
    case "CommentBlock":
    case "Comment":
    case "LinkReference":
      put(draw, node.from, node.to, marks.dim);
      return false;
    case "Table":
      return false;
    default:
      return true;
  }
}

function heading(draw: Draw, node: Node, active: boolean): void {
  lineClass(draw, node.from, node.to, `nt-h${node.name.at(-1)}`);
  const [first, last] = node.getChildren("HeaderMark");
  if (!first) return;
  const gap = /^[ \t]*/.exec(draw.state.sliceDoc(first.to, node.to))![0].length;
  put(draw, first.from, first.to + gap, active ? marks.hang : hidden);
  if (last) put(draw, last.from, last.to, active ? marks.dim : hidden);
}

/** The line under the words is a mark, and as quiet as one. */
function setext(draw: Draw, node: Node): void {
  const mark = node.getChild("HeaderMark");
  if (!mark) return;
  lineClass(draw, node.from, mark.from - 1, `nt-h${node.name.at(-1)}`);
  put(draw, mark.from, mark.to, marks.dim);
}

function link(draw: Draw, node: Node, active: boolean): void {
  const [open, close] = node.getChildren("LinkMark");
  if (!open || !close) return;
  const url = node.getChild("URL");
  // Brackets alone are words unless a reference says otherwise, and the sign of a callout.
  if (!url && !node.getChild("LinkLabel")) return;
  linkMark(draw, open.to, close.from, url ? textOf(draw, url) : "");
  put(draw, node.from, open.to, active ? marks.dim : hidden);
  put(draw, close.from, node.to, active ? marks.dim : hidden);
}

function autolink(draw: Draw, node: Node, active: boolean): void {
  const url = node.getChild("URL");
  if (!url) return;
  linkMark(draw, url.from, url.to, textOf(draw, url));
  for (const mark of node.getChildren("LinkMark")) put(draw, mark.from, mark.to, active ? marks.dim : hidden);
}

/** Only addresses that reading would follow can be followed here. */
function linkMark(draw: Draw, from: number, to: number, url: string): void {
  const whole = /^[\w.+-]+@[\w.-]+$/.test(url) ? `mailto:${url}` : /^www\./i.test(url) ? `https://${url}` : url;
  const href = safeHref(whole)?.href;
  put(
    draw,
    from,
    to,
    href ? Decoration.mark({ class: "nt-link", attributes: { "data-href": href, title: href } }) : marks.link,
  );
}

function wikiLink(draw: Draw, node: Node, active: boolean): void {
  const inner = textOf(draw, node).slice(2, -2);
  const bar = inner.lastIndexOf("|");
  const words = Decoration.mark({ class: "nt-wiki", attributes: { "data-wiki": inner } });
  const from = node.from + 2 + (bar < 0 ? 0 : bar + 1);
  put(draw, from, node.to - 2, words);
  put(draw, node.from, from, active ? marks.dim : hidden);
  put(draw, node.to - 2, node.to, active ? marks.dim : hidden);
}

/** `![[target|words]]` */
function embedOf(draw: Draw, node: Node): Decoration {
  return Decoration.replace({ widget: new EmbedChip(textOf(draw, node).slice(3, -2)) });
}

function imageOf(draw: Draw, node: Node): Decoration {
  const url = node.getChild("URL");
  const [open, close] = node.getChildren("LinkMark");
  const alt = open && close ? draw.state.sliceDoc(open.to, close.from) : "";
  return Decoration.replace({ widget: new ImageBox(url ? textOf(draw, url) : "", alt) });
}

/** The formula without its marks, and whether it stands apart. */
export function mathOf(source: string): [tex: string, isDisplay: boolean] {
  if (source.startsWith("$$")) return [source.replace(/^\$\$|\$\$\s*$/g, "").trim(), true];
  return source.startsWith("\\(") ? [source.slice(2, -2), false] : [source.slice(1, -1), false];
}

/** The mark and its indent take a box of their own, so that lines that wrap begin under the words. */
function listItem(draw: Draw, node: Node): void {
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

function quote(draw: Draw, node: Node): void {
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

function code(draw: Draw, node: Node, active: boolean): void {
  const { doc } = draw.state;
  const [first, last] = [doc.lineAt(node.from), doc.lineAt(Math.min(node.to, doc.length))];
  lineClass(draw, node.from, node.to, "nt-pre");
  lineClass(draw, first.from, first.from, "nt-pre-first");
  lineClass(draw, last.from, last.from, "nt-pre-last");
  for (const mark of node.getChildren("CodeMark")) put(draw, mark.from, mark.to, active ? marks.dim : hidden);
  for (const info of node.getChildren("CodeInfo")) put(draw, info.from, info.to, marks.dim);
}

/** What is found in the words of lines: ids, and what todos say of themselves. */
function drawLines(draw: Draw): void {
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

function lineClass(draw: Draw, from: number, to: number, name: string): void {
  const { doc } = draw.state;
  let at = Math.max(from, Math.min(draw.scope.from, to));
  const last = Math.min(to, Math.max(draw.scope.to, from));
  for (;;) {
    const line = doc.lineAt(at);
    draw.out.push(Decoration.line({ class: name }).range(line.from));
    if (line.to + 1 > last) return;
    at = line.to + 1;
  }
}

function put(draw: Draw, from: number, to: number, decoration: Decoration): void {
  if (from < to) draw.out.push(decoration.range(from, to));
}

function textOf(draw: Draw, node: { readonly from: number; readonly to: number }): string {
  return draw.state.sliceDoc(node.from, node.to);
}
