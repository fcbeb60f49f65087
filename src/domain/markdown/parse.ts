import type { Nodes, Root, Table } from "mdast";
import { type CompileContext, type Extension, fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { Token } from "micromark-util-types";
import { DEPTH, MESSAGE_LENGTH, MESSAGE_NODES } from "#/domain/markdown/bounds.ts";
import { bracketMathSyntax } from "#/domain/markdown/bracket-math.ts";
import { mathSyntax } from "#/domain/markdown/math.ts";
import { type Handles, resolveText } from "#/domain/markdown/mentions.ts";
import type { InlineMath, MathBlock, PlainReason, WikiLink } from "#/domain/markdown/nodes.ts";
import { tooHardToParse } from "#/domain/markdown/too-hard.ts";
import { wikiLinkSyntax } from "#/domain/markdown/wiki-link.ts";

export interface ParseOptions {
  /** Handles that may be mentioned, lower case without `@` → participant id. Without it no mention is recognised. */
  handles?: Handles | undefined;
  /** Characters that are read; the rest is cut and shown as "…". Default `MESSAGE_LENGTH`. */
  maxLength?: number | undefined;
  /** Nodes over which the text is shown as typed. Default `MESSAGE_NODES`. */
  maxNodes?: number | undefined;
}

/** HTML is switched off as syntax, so that it arrives as the text it is. */
const plainSyntax = { disable: { null: ["htmlFlow", "htmlText"] } };
const syntax = [gfm({ singleTilde: false }), wikiLinkSyntax, mathSyntax, bracketMathSyntax, plainSyntax];
const trees = [gfmFromMarkdown(), ownNodes()];

/**
 * Markdown (CommonMark, GFM, and our mentions, wiki links and math) to a tree. Never throws; text over a bound comes back as a
 * single `plain` node that carries the reason.
 */
export function parseMarkdown(text: string, options: ParseOptions = {}): Root {
  const source = cut(text.toWellFormed().replace(/\r\n?/g, "\n"), options.maxLength ?? MESSAGE_LENGTH);
  const maxNodes = options.maxNodes ?? MESSAGE_NODES;
  const hard = tooHardToParse(source, maxNodes);
  if (hard) return plain(source, hard);
  const root = fromMarkdown(source, { extensions: syntax, mdastExtensions: trees });
  const big = tooBig(root, maxNodes);
  if (big) return plain(source, big);
  if (root.children.length > 0 && root.children.every((child) => child.type === "definition")) {
    return plain(source, "only_definitions");
  }
  resolveText(root, options.handles);
  return root;
}

function plain(value: string, reason: PlainReason): Root {
  return { type: "root", children: [{ type: "plain", value, reason }] };
}

function cut(text: string, maxLength: number): string {
  return text.length <= maxLength
    ? text
    : `${text
        .slice(0, maxLength)
        .toWellFormed()
        .replace(/\uFFFD$/, "")}…`;
}

/** Walks with a list of its own rather than the call stack: the depth is what is in question. */
function tooBig(root: Root, maxNodes: number): PlainReason | undefined {
  const open: { node: Nodes; depth: number }[] = [{ node: root, depth: 0 }];
  let nodes = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next;
    nodes += weight(node);
    if (nodes > maxNodes) return "too_many_nodes";
    if (depth > DEPTH) return "too_deep";
    if ("children" in node) for (const child of node.children) open.push({ node: child, depth: depth + 1 });
  }
  return undefined;
}

/** What a node adds when rendered: a line break for each line of a text, and a table's missing cells. */
function weight(node: Nodes): number {
  if (node.type === "text") return 1 + node.value.split("\n").length;
  if (node.type === "table") return missingCells(node);
  return 1;
}

function missingCells(table: Table): number {
  const columns = table.align?.length ?? 0;
  return 1 + table.children.reduce((sum, row) => sum + columns - row.children.length, 0);
}

function ownNodes(): Extension {
  return {
    enter: { wikiLink: enterWikiLink, inlineMath: enterInlineMath, mathFlow: enterMath },
    exit: {
      wikiLinkValue: exitWikiLinkValue,
      wikiLink: exitNode,
      inlineMathValue: exitMathValue,
      inlineMath: exitNode,
      mathFlowValue: exitMathValue,
      mathFlow: exitNode,
    },
  };
}

function enterWikiLink(this: CompileContext, token: Token): undefined {
  this.enter({ type: "wikiLink", value: "", target: "", embed: this.sliceSerialize(token).startsWith("!") }, token);
}

function exitWikiLinkValue(this: CompileContext, token: Token): undefined {
  const node = this.stack[this.stack.length - 1] as WikiLink;
  // In a table the bar before the alias is escaped.
  const [target = "", ...alias] = this.sliceSerialize(token).split(/\\?\|/);
  node.target = target.trim();
  node.value = alias.join("|").trim() || node.target;
}

function enterInlineMath(this: CompileContext, token: Token): undefined {
  this.data.mathLine = token.start.line;
  const display = /^(?:\$\$|\\\[)/.test(this.sliceSerialize(token));
  this.enter({ type: "inlineMath", value: "", display }, token);
}

function enterMath(this: CompileContext, token: Token): undefined {
  this.data.mathLine = token.start.line + 1;
  const lines = this.sliceSerialize(token).trimEnd();
  const closed = lines.length > 2 && /(?:\n[ \t>]*\$\$|\\\])$/.test(lines);
  this.enter({ type: "math", value: "", ...(closed ? {} : { open: true }) }, token);
}

/** Values come by line, without the marks of the containers around them; empty lines have none. */
function exitMathValue(this: CompileContext, token: Token): undefined {
  const node = this.stack[this.stack.length - 1] as InlineMath | MathBlock;
  const { line } = token.start;
  // `\[` on a line of its own may close on the line of its first words.
  node.value += "\n".repeat(Math.max(0, line - (this.data.mathLine ?? line))) + this.sliceSerialize(token);
  this.data.mathLine = line;
}

function exitNode(this: CompileContext, token: Token): undefined {
  this.exit(token);
}
