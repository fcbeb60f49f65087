import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { BlockKind } from "#/client/notes/editor/block-widgets.ts";
import { bodyStart } from "#/client/notes/editor/frontmatter-range.ts";

type Tree = ReturnType<typeof syntaxTree>;

/** A block that is drawn as a whole, in whole lines. */
export type FoundBlock = {
  readonly from: number;
  readonly to: number;
  readonly kind: BlockKind;
  readonly source: string;
};

/** A block over this is left as it is written. */
const longestBlock = 60_000;

/**
 * What a part of the tree is. The parser goes on with the parts that no change has touched, so that after a letter was typed
 * only what is around it is looked at again, however long the text is.
 */
const known = new WeakMap<Tree, { readonly kind: BlockKind; readonly source: string } | "plain">();

/** The blocks that are drawn, as far as the text is parsed: tables, formulas, pictures and embeds that stand alone, lists of todos. */
export function findBlocks(state: EditorState, draws: readonly BlockKind[], tree = syntaxTree(state)): FoundBlock[] {
  const { doc } = state;
  const start = bodyStart(doc);
  const found: FoundBlock[] = [];
  eachBlock(tree, 0, (node, at) => {
    if (at < start || node.length > longestBlock || at + node.length > doc.length) return;
    let it = known.get(node);
    if (it === "plain") return;
    const [from, to] = [doc.lineAt(at).from, doc.lineAt(at + node.length).to];
    if (!it) {
      const kind = kindOf(node, (start, end) => state.sliceDoc(at + start, at + end));
      it = kind ? { kind, source: sourceOf(state.sliceDoc(from, to), kind) } : "plain";
      known.set(node, it);
    }
    if (it !== "plain" && draws.includes(it.kind)) found.push({ from, to, ...it });
  });
  return found;
}

/** The parts right below the top: those that a long text is grouped into have no name. */
function eachBlock(tree: Tree, at: number, visit: (node: Tree, at: number) => void): void {
  tree.children.forEach((child, index) => {
    if (!("children" in child)) return;
    const from = at + tree.positions[index]!;
    if (child.type.isAnonymous) eachBlock(child, from, visit);
    else visit(child, from);
  });
}

function kindOf({ topNode }: Tree, words: (from: number, to: number) => string): BlockKind | null {
  if (topNode.name === "Table") return "table";
  if (topNode.name === "BlockMath") return "math";
  if (topNode.name === "FencedCode") {
    const info = topNode.getChild("CodeInfo");
    return info && words(info.from, info.to).trim() === "todos" ? "todos" : null;
  }
  if (topNode.name !== "Paragraph") return null;
  const only = topNode.firstChild;
  if (!only || only.nextSibling || only.from !== 0) return null;
  if (words(only.to, topNode.to).trim() !== "") return null;
  if (only.name === "InlineMath") return words(0, 2) === "$$" ? "math" : null;
  return only.name === "Image" ? "image" : only.name === "Embed" ? "embed" : null;
}

function sourceOf(text: string, kind: BlockKind): string {
  switch (kind) {
    case "math":
      return text
        .trim()
        .replace(/^\$\$|\$\$$/g, "")
        .trim();
    case "todos":
      return text
        .split("\n")
        .slice(1)
        .join("\n")
        .replace(/\n?\s*(?:`{3,}|~{3,})\s*$/, "");
    case "embed":
      return text.trim().slice(3, -2);
    default:
      return text;
  }
}
