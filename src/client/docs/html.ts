import type { Element, ElementContent, Properties } from "hast";

type Child = ElementContent | string | null | undefined | false | readonly Child[];

/** An element with its children; texts become text nodes, nothing becomes nothing. */
export function h(tagName: string, properties: Properties, ...children: readonly Child[]): Element {
  return { type: "element", tagName, properties, children: children.flatMap(nodesOf) };
}

function nodesOf(child: Child): ElementContent[] {
  if (!child) return [];
  if (typeof child === "string") return [{ type: "text", value: child }];
  return isList(child) ? child.flatMap(nodesOf) : [child];
}

function isList(child: ElementContent | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child);
}

/** The words of a node, without its elements. */
export function textOf(node: ElementContent): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
}

/** What a link to a heading is called: its words in lower case, joined by hyphens. */
export function anchorOf(words: string): string {
  return words
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
}
