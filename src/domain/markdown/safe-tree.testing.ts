import type { Element, Nodes, Root } from "hast";
import { expect } from "vitest";
import { schema } from "#/domain/markdown/schema.ts";

/** All elements of a tree. */
export function elements(node: Nodes): Element[] {
  const below = "children" in node ? node.children.flatMap(elements) : [];
  return node.type === "element" ? [node, ...below] : below;
}

const PROPERTIES = new Set(
  "href target rel className dataTarget dataEmbed dataParticipant type disabled checked start align".split(" "),
);
const SAFE_HREF = /^(?:https?:\/\/[^/]|mailto:|\/(?![/\\])|#)[\x21-\x7e]*$/i;

/** Only allowed elements and properties, and destinations that are safe. */
export function expectSafe(tree: Root): void {
  for (const { tagName, properties } of elements(tree)) {
    expect(schema.tagNames).toContain(tagName);
    for (const name of Object.keys(properties)) expect(PROPERTIES).toContain(name);
    if (properties.href !== undefined) expect(properties.href).toMatch(SAFE_HREF);
    if (properties.target !== undefined) expect(properties.rel).toEqual(["noopener", "noreferrer", "nofollow"]);
  }
}
