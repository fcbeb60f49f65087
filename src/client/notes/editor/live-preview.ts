import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension, Range } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { blockPreview } from "#/client/notes/editor/block-preview.ts";
import { bodyStart } from "#/client/notes/editor/frontmatter-range.ts";
import { inlinePreview } from "#/client/notes/editor/inline-preview.ts";
import { editorSettings } from "#/client/notes/editor/settings.ts";
import { suggestedRanges } from "#/client/notes/suggestions/suggestion-marks.ts";

/** The decorations of a part of a text. `focused`: without the focus no line shows its marks. */
export function previewOf(
  state: EditorState,
  part: { from: number; to: number; focused: boolean },
): Range<Decoration>[] {
  const { doc, selection } = state;
  const asWritten = [...(part.focused ? selection.ranges : []), ...suggestedRanges(state)];
  const lines = asWritten.map((range) => ({ from: doc.lineAt(range.from).from, to: doc.lineAt(range.to).to }));
  return inlinePreview(state, {
    from: part.from,
    to: part.to,
    canWrite: state.facet(editorSettings).canWrite,
    bodyFrom: bodyStart(doc),
    isActive: (from, to) => lines.some((line) => line.from <= to && line.to >= from),
    isTouched: (from, to) => part.focused && selection.ranges.some((range) => range.from <= to && range.to >= from),
  });
}

class Preview {
  decorations: DecorationSet;
  #isLate = false;
  constructor(view: EditorView) {
    this.decorations = draw(view);
  }
  update(update: ViewUpdate): void {
    const { state, startState, view } = update;
    const changed =
      update.docChanged ||
      update.viewportChanged ||
      update.selectionSet ||
      update.focusChanged ||
      this.#isLate ||
      syntaxTree(state) !== syntaxTree(startState) ||
      suggestedRanges(state) !== suggestedRanges(startState) ||
      state.facet(editorSettings) !== startState.facet(editorSettings);
    // While letters are composed the line stays as it is: the browser holds on to its elements.
    if (!changed) return;
    this.#isLate = view.composing;
    this.decorations = view.composing ? this.decorations.map(update.changes) : draw(view);
  }
}

function draw(view: EditorView): DecorationSet {
  if (view.state.facet(editorSettings).sourceMode) return Decoration.none;
  const found = view.visibleRanges.flatMap(({ from, to }) =>
    previewOf(view.state, { from, to, focused: view.hasFocus }),
  );
  return Decoration.set(found, true);
}

/** Everything that shows Markdown as it reads. */
export const livePreview: Extension = [
  blockPreview,
  ViewPlugin.fromClass(Preview, { decorations: (it) => it.decorations }),
];
