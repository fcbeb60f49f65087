import type { Element, ElementContent, Root, RootContent } from "hast";
import { fromHtml } from "hast-util-from-html";
import { toMdast } from "hast-util-to-mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";

/** Deeper nesting is cut off: what walks the tree recurses, and nobody reads text two hundred boxes deep. */
const maxDepth = 200;
const maxNodes = 50_000;
/** The rest of a longer page is not read: parsing must not hold up everybody else. In UTF-16 units. */
const maxHtml = 1_500_000;

/** What is not read, or is not part of what a page says. */
const dropped = new Set([
  "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas", "form", "input",
  "button", "select", "textarea", "nav", "footer", "aside", "link", "meta", "base", "img", "picture", "video", "audio",
  "source", "map", "dialog",
]); // biome-ignore format: one list

export type ReadPage = { readonly title: string; readonly markdown: string };

/**
 * What a page says, as Markdown: no scripts, forms or pictures, and links only to http and https. Bounded in depth and
 * size, whatever the page; nothing of it is ever run or fetched.
 */
export function htmlToMarkdown(whole: string, address: string): ReadPage {
  const html = whole.slice(0, maxHtml);
  if (isMonster(html)) return { title: "", markdown: plainText(html) };
  const tree = fromHtml(html);
  const budget = { nodes: maxNodes };
  const title = textOf(find(tree, "title")).replace(/\s+/g, " ").trim().slice(0, 300);
  const body = find(tree, "main") ?? find(tree, "article") ?? find(tree, "body");
  const clean: Root = { type: "root", children: cleaned(body?.children ?? [], { address, budget }, 0) };
  const mdast = toMdast(clean, { document: true });
  const markdown = toMarkdown(mdast, { extensions: [gfmToMarkdown()], bullet: "-" });
  return { title, markdown: markdown.replace(/\n{3,}/g, "\n\n").trim() };
}

/** Elements that a parser opens again in every block that follows: a few of them, never closed, make a giant of a page. */
const formatting = new Set([
  "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
]); // biome-ignore format: one list
/** What needs no end, so that it nests in nothing. */
const endless = new Set([
  "area", "base", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p", "source", "tbody", "td",
  "th", "thead", "tr", "wbr",
]); // biome-ignore format: one list

/** Looked at before a parser sees it: honest pages are far below these bounds. */
function isMonster(html: string): boolean {
  let [tags, depth, formats] = [0, 0, 0];
  for (const [, close, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    const tag = name!.toLowerCase();
    tags += 1;
    if (!endless.has(tag)) depth = Math.max(0, depth + (close ? -1 : 1));
    if (formatting.has(tag)) formats = Math.max(0, formats + (close ? -1 : 1));
    if (tags > 40_000 || depth > 500 || formats > 12) return true;
  }
  return false;
}

/** The words alone, for what is not worth a tree. One pass: no tag is looked for past the next one. */
function plainText(html: string): string {
  return html
    .replace(/<[^<>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function find(tree: Root | Element, name: string): Element | undefined {
  const stack: (Root | RootContent)[] = [tree];
  for (let seen = 0; stack.length > 0 && seen < maxNodes; seen += 1) {
    const node = stack.pop()!;
    if (node.type === "element" && node.tagName === name) return node;
    if ("children" in node) for (let at = node.children.length - 1; at >= 0; at -= 1) stack.push(node.children[at]!);
  }
  return undefined;
}

function textOf(element: Element | undefined): string {
  return (element?.children ?? []).map((child) => (child.type === "text" ? child.value : "")).join("");
}

type Around = { address: string; budget: { nodes: number } };

function cleaned(nodes: readonly (RootContent | ElementContent)[], around: Around, depth: number): ElementContent[] {
  if (depth > maxDepth) return [];
  const kept: ElementContent[] = [];
  for (const node of nodes) {
    around.budget.nodes -= 1;
    if (around.budget.nodes <= 0) break;
    if (node.type === "text") kept.push({ type: "text", value: node.value });
    if (node.type !== "element" || dropped.has(node.tagName) || isHidden(node)) continue;
    const children = cleaned(node.children, around, depth + 1);
    const href = node.tagName === "a" ? linkOf(node, around.address) : null;
    if (node.tagName === "a" && href === null) kept.push(...children);
    else kept.push({ type: "element", tagName: node.tagName, properties: href ? { href } : {}, children });
  }
  return kept;
}

/** What a reader of the page does not see, the model does not either. */
function isHidden({ properties }: Element): boolean {
  const style = typeof properties.style === "string" ? properties.style : "";
  return (
    (properties.hidden !== undefined && properties.hidden !== null && properties.hidden !== false) ||
    properties.ariaHidden === "true" ||
    /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0/i.test(style)
  );
}

function linkOf({ properties }: Element, address: string): string | null {
  const url = typeof properties.href === "string" ? URL.parse(properties.href, address) : null;
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url.href : null;
}
