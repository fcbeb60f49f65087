import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { type EditorState, type Range, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { BlockBox, type BlockKind } from "#/client/notes/editor/block-widgets.ts";
import { bodyStart } from "#/client/notes/editor/frontmatter-range.ts";
import { editorSettings } from "#/client/notes/editor/settings.ts";
import { suggestedRanges } from "#/client/notes/suggestions/suggestion-marks.ts";

type Node = ReturnType<typeof syntaxTree>["topNode"];

/** A block that is drawn as a whole. `isOpen`: the cursor, or a suggestion, is in it, so that its source stands below what is drawn. */
export type Block = {
  readonly from: number;
  readonly to: number;
  readonly kind: BlockKind;
  readonly source: string;
  readonly isOpen: boolean;
};

/** A block over this is left as it is written. */
const longestBlock = 60_000;

/** The blocks of a text that are drawn: tables, formulas, pictures and embeds that stand alone, lists of todos. */
export function blocksOf(state: EditorState, draws: readonly BlockKind[]): Block[] {
  const { doc, selection } = state;
  const start = bodyStart(doc);
  const found: Block[] = [];
  const tree = ensureSyntaxTree(state, Math.min(doc.length, 200_000), 20) ?? syntaxTree(state);
  for (let node: Node | null = tree.topNode.firstChild; node; node = node.nextSibling) {
    if (node.from < start || node.to - node.from > longestBlock) continue;
    const kind = kindOf(state, node);
    if (!kind || !draws.includes(kind)) continue;
    const [from, to] = [doc.lineAt(node.from).from, doc.lineAt(node.to).to];
    const isOpen = [...selection.ranges, ...suggestedRanges(state)].some(
      (range) => range.from <= to && range.to >= from,
    );
    found.push({ from, to, kind, source: sourceOf(state.sliceDoc(from, to), kind), isOpen });
  }
  return found;
}

function kindOf(state: EditorState, node: Node): BlockKind | null {
  if (node.name === "Table") return "table";
  if (node.name === "BlockMath") return "math";
  if (node.name === "FencedCode") {
    const info = node.getChild("CodeInfo");
    return info && state.sliceDoc(info.from, info.to).trim() === "todos" ? "todos" : null;
  }
  if (node.name !== "Paragraph") return null;
  const only = node.firstChild;
  if (!only || only.nextSibling || only.from !== node.from) return null;
  if (state.sliceDoc(only.to, node.to).trim() !== "") return null;
  if (only.name === "InlineMath") return state.sliceDoc(only.from, only.from + 2) === "$$" ? "math" : null;
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

function decorate(state: EditorState): DecorationSet {
  const settings = state.facet(editorSettings);
  if (settings.sourceMode) return Decoration.none;
  const out: Range<Decoration>[] = [];
  const start = bodyStart(state.doc);
  if (start > 0) out.push(...foldedFrontmatter(state, start));
  for (const block of blocksOf(state, settings.draws)) {
    const widget = new BlockBox(block.kind, block.source);
    if (!block.isOpen) {
      out.push(Decoration.replace({ widget, block: true }).range(block.from, block.to));
      continue;
    }
    out.push(Decoration.widget({ widget, block: true, side: -1 }).range(block.from));
    for (let at = block.from; at <= block.to; at = state.doc.lineAt(at).to + 1)
      out.push(Decoration.line({ class: "nt-strip" }).range(at));
  }
  return Decoration.set(out, true);
}

/** Whole lines, the last line end included unless nothing follows it. */
function foldedFrontmatter(state: EditorState, start: number): Range<Decoration>[] {
  const to = start >= state.doc.length ? state.doc.length : start - 1;
  return to > 0 ? [Decoration.replace({ block: true }).range(0, to)] : [];
}

/** In a field, because only there may a decoration change how high the text is. */
export const blockPreview = StateField.define<DecorationSet>({
  create: decorate,
  update(decorations, transaction) {
    const { state, startState } = transaction;
    const isSame =
      !transaction.docChanged &&
      !transaction.selection &&
      syntaxTree(state) === syntaxTree(startState) &&
      suggestedRanges(state) === suggestedRanges(startState) &&
      state.facet(editorSettings) === startState.facet(editorSettings);
    return isSame ? decorations : decorate(state);
  },
  provide: (field) => [
    EditorView.decorations.from(field),
    EditorView.atomicRanges.of((view) => view.state.field(field)),
  ],
});
