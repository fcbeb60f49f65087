import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { type ChangeDesc, type EditorState, type Range, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { type FoundBlock, findBlocks } from "#/client/notes/editor/block-find.ts";
import { BlockBox } from "#/client/notes/editor/block-widgets.ts";
import { bodyStart } from "#/client/notes/editor/frontmatter-range.ts";
import { editorSettings } from "#/client/notes/editor/settings.ts";
import { suggestedRanges } from "#/client/notes/suggestions/suggestion-marks.ts";

/** `isOpen`: the cursor, or a suggestion, is in it, so that its source stands below what is drawn. */
export type Block = FoundBlock & { readonly isOpen: boolean };

/** `folded`: where the frontmatter ends that is not shown. */
type Drawn = { readonly folded: number; readonly blocks: readonly Block[]; readonly decorations: DecorationSet };

/** What of a text is parsed before it is first shown, and for how many milliseconds at most. */
const parsedFirst = 200_000;
const parsedFirstMs = 20;

function create(state: EditorState): Drawn {
  const settings = state.facet(editorSettings);
  if (settings.sourceMode) return { folded: 0, blocks: [], decorations: Decoration.none };
  const tree = ensureSyntaxTree(state, Math.min(state.doc.length, parsedFirst), parsedFirstMs) ?? syntaxTree(state);
  return drawn(state, withOpen(state, findBlocks(state, settings.draws, tree)));
}

/** Which of the blocks are open. */
export function withOpen(state: EditorState, found: readonly FoundBlock[]): Block[] {
  const ranges = [...state.selection.ranges, ...suggestedRanges(state)];
  return found.map((block) => ({
    ...block,
    isOpen: ranges.some((range) => range.from <= block.to && range.to >= block.from),
  }));
}

function drawn(state: EditorState, blocks: readonly Block[]): Drawn {
  const folded = foldedTo(state);
  const out: Range<Decoration>[] = folded > 0 ? [Decoration.replace({ block: true }).range(0, folded)] : [];
  for (const block of blocks) {
    const widget = new BlockBox(block.kind, block.source);
    if (!block.isOpen) {
      out.push(Decoration.replace({ widget, block: true }).range(block.from, block.to));
      continue;
    }
    out.push(Decoration.widget({ widget, block: true, side: -1 }).range(block.from));
    for (let at = block.from; at <= block.to; at = state.doc.lineAt(at).to + 1)
      out.push(Decoration.line({ class: "nt-strip" }).range(at));
  }
  return { folded, blocks, decorations: Decoration.set(out, true) };
}

/** The end of the frontmatter's last line; 0 when there is none, and while a suggestion speaks of it. */
function foldedTo(state: EditorState): number {
  const start = bodyStart(state.doc);
  if (start === 0 || suggestedRanges(state).some(({ from }) => from < start)) return 0;
  return start >= state.doc.length ? state.doc.length : start - 1;
}

/** The blocks after a change. Where the parser has not come again yet they stay as they were. */
function after(state: EditorState, before: readonly Block[], changes: ChangeDesc): Block[] {
  const tree = syntaxTree(state);
  const found = findBlocks(state, state.facet(editorSettings).draws, tree);
  const last = found.at(-1)?.to ?? -1;
  const rest = before
    .map((block) => ({ ...block, from: changes.mapPos(block.from, 1), to: changes.mapPos(block.to, -1) }))
    .filter(({ from, to }) => from > last && from >= tree.length && from <= to && isWholeLines(state, from, to));
  return withOpen(state, [...found, ...rest]);
}

function isWholeLines({ doc }: EditorState, from: number, to: number): boolean {
  return doc.lineAt(from).from === from && doc.lineAt(to).to === to;
}

function isSame(blocks: readonly Block[], before: readonly Block[], changes: ChangeDesc): boolean {
  return (
    blocks.length === before.length &&
    blocks.every((block, at) => {
      const old = before[at]!;
      return (
        block.kind === old.kind &&
        block.isOpen === old.isOpen &&
        block.source === old.source &&
        block.from === changes.mapPos(old.from, 1) &&
        block.to === changes.mapPos(old.to, -1)
      );
    })
  );
}

/** In a field, because only there may a decoration change how high the text is. */
export const blockPreview = StateField.define<Drawn>({
  create,
  update(before, transaction) {
    const { state, startState, changes } = transaction;
    if (state.facet(editorSettings) !== startState.facet(editorSettings)) return create(state);
    if (state.facet(editorSettings).sourceMode) return before;
    const isRead = transaction.docChanged || syntaxTree(state) !== syntaxTree(startState);
    const isMoved = transaction.selection || suggestedRanges(state) !== suggestedRanges(startState);
    if (!isRead && !isMoved) return before;
    const blocks = isRead ? after(state, before.blocks, changes) : withOpen(state, before.blocks);
    const folded = foldedTo(state);
    if (!isSame(blocks, before.blocks, changes) || folded !== changes.mapPos(before.folded, -1))
      return drawn(state, blocks);
    // Most letters change no block: what is drawn moves along, and is not made anew.
    return isRead ? { folded, blocks, decorations: before.decorations.map(changes) } : before;
  },
  provide: (own) => [
    EditorView.decorations.from(own, ({ decorations }) => decorations),
    EditorView.atomicRanges.of((view) => view.state.field(own).decorations),
  ],
});

/** The blocks that are drawn now. */
export function drawnBlocks(state: EditorState): readonly Block[] {
  return state.field(blockPreview, false)?.blocks ?? [];
}
