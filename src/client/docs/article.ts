import type { Element, ElementContent } from "hast";
import { toHtml } from "hast-util-to-html";
import type { Code, Nodes, Root } from "mdast";
import { codeSample } from "#/client/docs/code-sample.ts";
import { anchorOf, h, textOf } from "#/client/docs/html.ts";
import { parseMarkdown } from "#/domain/markdown/parse.ts";
import { toHast } from "#/domain/markdown/to-hast.ts";

export type Heading = { readonly level: 2 | 3; readonly text: string; readonly anchor: string };
/** The words under one heading, for the search. The first has no anchor: it is the page's own beginning. */
export type Passage = { readonly heading: string; readonly anchor: string | null; readonly text: string };

export type Article = {
  readonly title: string;
  /** The first paragraph as plain words. */
  readonly description: string;
  readonly html: string;
  readonly headings: readonly Heading[];
  readonly passages: readonly Passage[];
};

/** What a line `{{name}}` stands for: Markdown, or elements made from the product's own objects. */
export type Parts = Readonly<Record<string, string | readonly ElementContent[]>>;

/** Characters of one page: more is a mistake of ours, and the parser would cut it without a word. */
const pageLength = 200_000;
const pageNodes = 60_000;

/** A page from its Markdown: headings get anchors, code its colours, and `{{name}}` lines what they stand for. */
export function articleOf(markdown: string, parts: Parts = {}): Article {
  return finish(
    markdown.split(/^\{\{([\w./-]+)\}\}$/m).flatMap((text, index) => {
      if (index % 2 === 0) return elementsOf(text);
      const part = parts[text];
      if (part === undefined) throw new Error(`No part of the documentation is called ${text}.`);
      return typeof part === "string" ? elementsOf(part) : part;
    }),
  );
}

/** Markdown as elements, with its code coloured. Line breaks of the source are spaces, as on paper. */
export function elementsOf(markdown: string): ElementContent[] {
  if (markdown.length > pageLength) throw new Error("A page of the documentation is too long.");
  const root = parseMarkdown(markdown, { maxLength: pageLength, maxNodes: pageNodes });
  const plain = root.children.find((child) => child.type === "plain");
  if (plain) throw new Error(`The parser refused a page: ${plain.reason}.`);
  joinLines(root);
  const codes = codesOf(root);
  return (toHast(root).children as ElementContent[]).map((node) => dressed(node, codes));
}

function joinLines(node: Nodes): void {
  if (node.type === "text") node.value = node.value.replaceAll("\n", " ");
  if ("children" in node) for (const child of node.children) joinLines(child);
}

function codesOf(node: Nodes | Root): Code[] {
  if (node.type === "code") return [node];
  return "children" in node ? node.children.flatMap((child) => codesOf(child as Nodes)) : [];
}

/** Each `pre` takes the next code of the tree, whose order it has; links elsewhere lose the marks of a stranger's link. */
function dressed(node: ElementContent, codes: Code[]): ElementContent {
  if (node.type !== "element") return node;
  if (node.tagName === "pre") {
    const code = codes.shift()!;
    return codeSample(code.value, code.lang ?? "text", code.meta);
  }
  const children = node.children.map((child) => dressed(child, codes));
  if (node.tagName === "td") return withCodeAnchor({ ...node, children });
  if (node.tagName === "table")
    return h("div", { className: ["scroll"], tabIndex: 0, role: "group", ariaLabel: "Table" }, { ...node, children });
  if (node.tagName === "blockquote") return h("aside", { ariaLabel: "Note" }, children);
  if (node.tagName === "a") {
    const { href } = node.properties;
    const address = String(href);
    return h("a", { href: address, ...(address.startsWith("http") && { rel: ["noopener"] }) }, children);
  }
  return { ...node, children };
}

/** A cell that is one error code can be linked to. */
function withCodeAnchor(cell: Element): Element {
  const words = textOf(cell);
  return /^SW_[A-Z_]+$/.test(words) ? { ...cell, properties: { ...cell.properties, id: anchorOf(words) } } : cell;
}

function finish(elements: readonly ElementContent[]): Article {
  const taken = new Set<string>();
  const headings: Heading[] = [];
  const passages: { heading: string; anchor: string | null; text: string }[] = [];
  let title = "";
  let description = "";
  const body: ElementContent[] = [];
  const visit = (node: ElementContent): ElementContent => {
    if (node.type !== "element") return node;
    const isPart = "dataPart" in node.properties;
    const level = node.tagName === "h2" ? 2 : node.tagName === "h3" && !isPart ? 3 : undefined;
    if (!level) {
      if (node.tagName === "section" || node.tagName === "div") return { ...node, children: node.children.map(visit) };
      const last = passages.at(-1);
      if (last) last.text += `${last.text ? " " : ""}${wordsOf(node)}`;
      return node;
    }
    const text = textOf(node);
    const anchor = free(anchorOf(text), taken);
    headings.push({ level, text, anchor });
    passages.push({ heading: text, anchor, text: "" });
    return withAnchor(node, anchor, text);
  };
  for (const node of elements) {
    if (node.type === "element" && node.tagName === "h1") {
      title = textOf(node);
      passages.push({ heading: title, anchor: null, text: "" });
    } else {
      if (!description && node.type === "element" && node.tagName === "p") description = textOf(node);
      body.push(visit(node));
    }
  }
  return { title, description, headings, passages, html: toHtml({ type: "root", children: body }) };
}

/** The words a search finds and shows: cells and items apart, the names of buttons left out. */
function wordsOf(node: ElementContent): string {
  if (node.type === "text") return node.value;
  if (node.type !== "element" || node.tagName === "button" || node.tagName === "figcaption") return "";
  const gap = /^(tr|td|th|li|ul|ol|dl|dt|dd|div|section|thead|tbody|table|figure|p)$/.test(node.tagName) ? " " : "";
  return `${gap}${node.children.map(wordsOf).join("")}${gap}`;
}

function free(wanted: string, taken: Set<string>): string {
  let anchor = wanted || "section";
  for (let count = 2; taken.has(anchor); count += 1) anchor = `${wanted}-${count}`;
  taken.add(anchor);
  return anchor;
}

function withAnchor(node: Element, id: string, words: string): Element {
  const link = h("a", { href: `#${id}`, className: ["anchor"], ariaLabel: `Link to “${words}”` }, "#");
  return { ...node, properties: { ...node.properties, id }, children: [...node.children, link] };
}
