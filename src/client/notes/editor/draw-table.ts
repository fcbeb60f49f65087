import { noteParser } from "#/client/notes/editor/note-language.ts";
import { safeHref } from "#/domain/markdown/links.ts";

type Node = ReturnType<typeof noteParser.parse>["topNode"];

/** A table's text as elements; what stands in its cells is formatted as in lines. Never through HTML. */
export function drawTable(source: string): HTMLElement {
  const table = document.createElement("table");
  const node = noteParser.parse(source).topNode.getChild("Table");
  if (!node) return table;
  const aligns = alignsOf(source);
  const head = node.getChild("TableHeader");
  if (head) table.createTHead().append(row(source, head, { tag: "th", aligns }));
  const body = table.createTBody();
  for (const each of node.getChildren("TableRow")) body.append(row(source, each, { tag: "td", aligns }));
  return table;
}

/** From the second line: `:---`, `:-:`, `---:`. */
function alignsOf(source: string): readonly string[] {
  const line = source.split("\n")[1] ?? "";
  return line
    .replace(/^[\s>]*\|?|\|?\s*$/g, "")
    .split("|")
    .map((cell) => {
      const rule = cell.trim();
      if (rule.endsWith(":")) return rule.startsWith(":") ? "center" : "end";
      return "start";
    });
}

function row(source: string, node: Node, as: { tag: "th" | "td"; aligns: readonly string[] }): HTMLElement {
  const line = document.createElement("tr");
  for (let index = 0; index < as.aligns.length; index += 1) {
    const cell = document.createElement(as.tag);
    cell.style.textAlign = as.aligns[index]!;
    line.append(cell);
  }
  let column = source[node.from] === "|" ? -1 : 0;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name === "TableDelimiter") {
      column += 1;
      continue;
    }
    const cell = line.children[column];
    if (cell) inline(source, child, cell);
  }
  return line;
}

const elements: Readonly<Record<string, string>> = {
  StrongEmphasis: "strong",
  Emphasis: "em",
  Strikethrough: "del",
  InlineCode: "code",
};
const unseen = new Set(["EmphasisMark", "StrikethroughMark", "CodeMark", "LinkMark", "URL", "LinkTitle"]);

/** The words of a node with its forms, into `host`. */
function inline(source: string, node: Node, host: Element): void {
  let at = node.from;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    host.append(plain(source.slice(at, child.from)));
    at = child.to;
    formed(source, child, host);
  }
  host.append(plain(source.slice(at, node.to)));
}

function formed(source: string, node: Node, host: Element): void {
  const words = source.slice(node.from, node.to);
  const tag = elements[node.name];
  if (tag) inline(source, node, host.appendChild(document.createElement(tag)));
  else if (node.name === "Link") anchor(source, node, host);
  else if (node.name === "URL" && node.parent?.name !== "Link") host.append(words);
  else if (node.name === "Escape") host.append(words.slice(1));
  else if (node.name === "WikiLink") {
    const link = document.createElement("span");
    link.className = "nt-wiki";
    link.dataset.wiki = words.slice(2, -2);
    link.textContent = words.slice(words.lastIndexOf("|") < 0 ? 2 : words.lastIndexOf("|") + 1, -2);
    host.append(link);
  } else if (!unseen.has(node.name)) host.append(plain(words));
}

function anchor(source: string, node: Node, host: Element): void {
  const url = node.getChild("URL");
  const href = url && safeHref(source.slice(url.from, url.to))?.href;
  const link = document.createElement(href ? "a" : "span");
  if (href) {
    link.setAttribute("href", href);
    link.setAttribute("rel", "noopener noreferrer nofollow");
    link.setAttribute("target", "_blank");
  }
  const marks = node.getChildren("LinkMark");
  const [open, close] = marks;
  if (open && close) {
    const before = host.appendChild(link);
    let at = open.to;
    for (let child = open.nextSibling; child && child.from < close.from; child = child.nextSibling) {
      before.append(plain(source.slice(at, child.from)));
      formed(source, child, before);
      at = child.to;
    }
    before.append(plain(source.slice(at, close.from)));
  }
}

const plain = (words: string): string => words.replaceAll("\\|", "|");
