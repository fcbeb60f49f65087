import type { Nodes } from "mdast";
import { parseMarkdown } from "#/domain/markdown/parse.ts";

/** The words of a message as one would read them out: without marks, with their lines. */
export function wordsOf(markdown: string): string {
  return blocks(parseMarkdown(markdown).children, "").join("\n\n");
}

function blocks(nodes: readonly Nodes[], indent: string): string[] {
  return nodes.map((node) => block(node, indent)).filter((words) => words.trim() !== "");
}

function block(node: Nodes, indent: string): string {
  switch (node.type) {
    case "list":
      return node.children
        .map((item, index) => {
          const marker = node.ordered ? `${(node.start ?? 1) + index}. ` : "- ";
          const box = typeof item.checked === "boolean" ? `[${item.checked ? "x" : " "}] ` : "";
          return `${indent}${marker}${box}${blocks(item.children, `${indent}  `).join("\n")}`;
        })
        .join("\n");
    case "blockquote":
      return blocks(node.children, indent).join("\n\n").replace(/^/gm, "> ");
    case "table":
      return node.children.map((row) => row.children.map((cell) => inline(cell)).join("\t")).join("\n");
    case "thematicBreak":
      return "---";
    case "definition":
      return "";
    case "footnoteDefinition":
      return blocks(node.children, indent).join("\n");
    default:
      return inline(node);
  }
}

function inline(node: Nodes): string {
  switch (node.type) {
    case "break":
      return "\n";
    case "mention":
      return `@${node.value}`;
    case "image":
    case "imageReference":
      return node.alt ?? "";
    case "link": {
      const words = node.children.map(inline).join("");
      return words === node.url || /^[/#]/.test(node.url) ? words : `${words} (${node.url})`;
    }
    default:
      if ("value" in node) return node.value;
      return "children" in node ? node.children.map((child) => inline(child)).join("") : "";
  }
}
