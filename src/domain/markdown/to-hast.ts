import type { Element, ElementContent, Root as HastRoot, Properties } from "hast";
import { sanitize } from "hast-util-sanitize";
import type { Definition, Link, LinkReference, List, ListItem, Nodes, Paragraph, Parents, Root, Table } from "mdast";
import { LINK_LENGTH, MESSAGE_LENGTH } from "#/domain/markdown/bounds.ts";
import { safeHref } from "#/domain/markdown/links.ts";
import type { Mention, WikiLink } from "#/domain/markdown/nodes.ts";
import type { Marks } from "#/domain/markdown/note-marks.ts";
import { noteSchema, schema } from "#/domain/markdown/schema.ts";

export interface HastOptions {
  /** The reader: their mentions are marked `mention-me`. */
  me?: string | undefined;
  /** This instance's host with port; links to it open in the same tab. */
  host?: string | undefined;
  /** Where a wiki link leads: a same-site path, or undefined when nothing has that title. */
  wikiHref?: ((target: string) => string | undefined) | undefined;
  /** Added to the level of headings, so that a message's `#` is not the page's title. */
  headingBase?: number | undefined;
  /** Marks formulas whose end is not written: what may still grow is not yet to be read as a formula. */
  openFormulas?: boolean | undefined;
  /** Given, the text is a note's: pictures of this site are pictures, and elements get these properties (`markNote`). */
  marks?: Marks | undefined;
  /** Where definitions are, when not in the tree itself. */
  lookUpIn?: Root | undefined;
}

interface State {
  options: HastOptions;
  definitions: Map<string, Definition>;
  /** Characters of destinations left: ten thousand references to one long definition would multiply it. */
  destinations: number;
  inLink: boolean;
}

/** The tree as sanitised elements. Pictures become links: reading a text never fetches from elsewhere. */
export function toHast(root: Root, options: HastOptions = {}): HastRoot {
  const known = definitions(options.lookUpIn ?? root);
  const state: State = { options, definitions: known, destinations: 4 * MESSAGE_LENGTH, inLink: false };
  const tree: HastRoot = { type: "root", children: all(root, state) };
  return sanitize(tree, options.marks ? noteSchema : schema) as HastRoot;
}

function all(parent: Parents, state: State): ElementContent[] {
  const children: ElementContent[] = [];
  for (const child of parent.children) {
    for (const next of marked(child, state)) {
      const last = children[children.length - 1];
      if (next.type === "text" && last?.type === "text") last.value += next.value;
      else children.push(next);
    }
  }
  return children;
}

function marked(node: Nodes, state: State): ElementContent[] {
  const found = one(node, state);
  const marks = state.options.marks?.get(node);
  if (marks && found[0]?.type === "element") Object.assign(found[0].properties, marks);
  return found;
}

function element(tagName: string, children: ElementContent[], properties: Properties = {}): Element {
  return { type: "element", tagName, properties, children };
}

function text(value: string): ElementContent[] {
  return value === "" ? [] : [{ type: "text", value }];
}

const TAGS = { blockquote: "blockquote", emphasis: "em", strong: "strong", delete: "del" } as const;

function one(node: Nodes, state: State): ElementContent[] {
  switch (node.type) {
    case "text":
      return lines(node.value);
    case "paragraph":
      return paragraph(node, state);
    case "blockquote":
    case "emphasis":
    case "strong":
    case "delete":
      return [element(TAGS[node.type], all(node, state))];
    case "heading":
      return [element(`h${Math.min(6, node.depth + (state.options.headingBase ?? 0))}`, all(node, state))];
    case "list":
      return [list(node, state)];
    case "table":
      return [table(node, state)];
    case "footnoteDefinition": {
      // Where it stands, without ids: those would collide between the messages of one page.
      const label = element("sup", text(`[${node.label ?? node.identifier}]`));
      return [element("div", [label, ...all(node, state)], { className: ["footnote"] })];
    }
    case "link":
    case "linkReference":
      return link(node, state);
    case "image":
      return picture(node.url, node.alt, state);
    case "imageReference":
      return picture(definition(node.identifier, state)?.url ?? "", node.alt, state);
    default:
      return leaf(node, state);
  }
}

function leaf(node: Nodes, state: State): ElementContent[] {
  switch (node.type) {
    case "break":
      return [element("br", [])];
    case "thematicBreak":
      return [element("hr", [])];
    case "inlineCode":
      return [element("code", text(node.value))];
    case "code":
      return [element("pre", [element("code", text(node.value), language(node.lang))])];
    case "inlineMath":
      return [element("code", text(node.value), { className: node.display ? ["math", "math-display"] : ["math"] })];
    case "math":
      return [element("div", [element("code", text(node.value), { className: formula(node.open, state) })])];
    case "mention":
      return [mention(node, state)];
    case "wikiLink":
      return [wikiLink(node, state)];
    case "footnoteReference":
      return [element("sup", text(`[${node.label ?? node.identifier}]`))];
    case "plain":
      return [element("div", text(node.value), { className: ["plain"] })];
    case "html":
      return text(node.value);
    default:
      return [];
  }
}

function formula(open: true | undefined, state: State): string[] {
  return ["math", "math-display", ...(open && state.options.openFormulas ? ["math-open"] : [])];
}

/** In chat a line break is a line break. */
function lines(value: string): ElementContent[] {
  return value
    .split("\n")
    .flatMap((line, index) => [
      ...(index > 0 ? [element("br", [])] : []),
      ...text(index > 0 ? line.trimStart() : line),
    ]);
}

function paragraph(node: Paragraph, state: State): ElementContent[] {
  const [only] = node.children;
  const isFormula = node.children.length === 1 && only?.type === "inlineMath" && only.display;
  // A note that is shown inside holds paragraphs of its own.
  const isBlock = isFormula || (state.options.marks !== undefined && embeds(node));
  return [element(isBlock ? "div" : "p", all(node, state))];
}

function embeds(node: Parents): boolean {
  return node.children.some(
    (child) => (child.type === "wikiLink" && child.embed) || ("children" in child && embeds(child)),
  );
}

function language(info: string | null | undefined): Properties {
  const name = (info ?? "")
    .trim()
    .split(/\s/)[0]
    ?.replace(/[^\w+#.-]/g, "")
    .slice(0, 32);
  return name ? { className: [`language-${name.toLowerCase()}`] } : {};
}

function list(node: List, state: State): Element {
  const loose = node.spread === true || node.children.some((item) => item.spread === true);
  const items = node.children.map((item) => listItem(item, loose, state));
  if (!node.ordered) return element("ul", items);
  return element("ol", items, typeof node.start === "number" && node.start !== 1 ? { start: node.start } : {});
}

function listItem(node: ListItem, loose: boolean, state: State): Element {
  const content = all(node, state);
  const children = loose
    ? content
    : content.flatMap((c) => (c.type === "element" && c.tagName === "p" ? c.children : [c]));
  const marks = state.options.marks?.get(node) ?? {};
  if (typeof node.checked !== "boolean") return element("li", children, { ...marks });
  const box = element("input", [], { type: "checkbox", disabled: true, checked: node.checked });
  return element("li", [box, ...children], { className: ["task-list-item"], ...marks });
}

function table(node: Table, state: State): Element {
  const rows = node.children.map((row, index) => {
    const cells = (node.align ?? []).map((align, column) => {
      const cell = row.children[column];
      return element(index === 0 ? "th" : "td", cell ? all(cell, state) : [], align ? { align } : {});
    });
    return element("tr", cells);
  });
  const [head, ...body] = rows;
  const parts = [...(head ? [element("thead", [head])] : []), ...(body.length > 0 ? [element("tbody", body)] : [])];
  return element("table", parts);
}

function link(node: Link | LinkReference, state: State): ElementContent[] {
  const url = node.type === "link" ? node.url : (definition(node.identifier, state)?.url ?? "");
  if (state.inLink) return all(node, state);
  state.inLink = true;
  const children = all(node, state);
  state.inLink = false;
  return anchor(url, children, state) ?? children;
}

/** Files of this site alone: any other path is asked for with the reader's right, and may do something. */
const OWN_PICTURE = /^\/v1\/media\/(?!.*\.\.)[\w./-]+$/;

function picture(url: string, alt: string | null | undefined, state: State): ElementContent[] {
  const own = state.options.marks && OWN_PICTURE.test(url) ? safeHref(url, state.options.host) : undefined;
  if (own && !own.external) return [element("img", [], { src: own.href, alt: alt?.trim() ?? "" })];
  const label = text(alt?.trim() || url || "image");
  return (state.inLink ? undefined : anchor(url, label, state, "image-link")) ?? label;
}

/** Undefined when the destination is refused: then only the label is shown. */
function anchor(
  url: string,
  children: ElementContent[],
  state: State,
  className?: string,
): ElementContent[] | undefined {
  const safe = url.length > LINK_LENGTH ? undefined : safeHref(url, state.options.host);
  if (!safe || safe.href.length > state.destinations || children.length === 0) return undefined;
  state.destinations -= safe.href.length;
  return [
    element("a", children, {
      href: safe.href,
      ...(className ? { className: [className] } : {}),
      ...(safe.external ? { target: "_blank", rel: ["noopener", "noreferrer", "nofollow"] } : {}),
    }),
  ];
}

function mention(node: Mention, state: State): Element {
  const className = node.participantId === state.options.me ? ["mention", "mention-me"] : ["mention"];
  return element("span", text(`@${node.value}`), { className, dataParticipant: node.participantId });
}

function wikiLink(node: WikiLink, state: State): Element {
  const to = safeHref(state.options.wikiHref?.(node.target) ?? "", state.options.host);
  const data: Properties = { dataTarget: node.target, ...(node.embed ? { dataEmbed: "true" } : {}) };
  if (!to || to.external)
    return element("span", text(node.value), { className: ["wiki-link", "wiki-missing"], ...data });
  return element("a", text(node.value), { href: to.href, className: ["wiki-link"], ...data });
}

function definition(identifier: string, state: State): Definition | undefined {
  return state.definitions.get(identifier.toUpperCase());
}

/** The first definition of a name counts. */
function definitions(root: Root): Map<string, Definition> {
  const found = new Map<string, Definition>();
  const open: Nodes[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === "definition" && !found.has(node.identifier.toUpperCase())) {
      found.set(node.identifier.toUpperCase(), node);
    }
    if ("children" in node) open.push(...node.children.toReversed());
  }
  return found;
}
