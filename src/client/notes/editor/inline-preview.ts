import { syntaxTree } from "@codemirror/language";
import type { EditorState, Range } from "@codemirror/state";
import { Decoration } from "@codemirror/view";
import { EmbedChip, ImageBox, InlineMath } from "#/client/notes/editor/inline-widgets.ts";
import { code, drawLines, heading, listItem, quote, setext } from "#/client/notes/editor/line-preview.ts";
import {
  type Draw,
  hidden,
  lineClass,
  marks,
  type Node,
  type PreviewScope,
  put,
  textOf,
} from "#/client/notes/editor/preview-draw.ts";
import { safeHref } from "#/domain/markdown/links.ts";

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
