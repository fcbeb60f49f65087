import { Facet } from "@codemirror/state";
import type { BlockKind } from "#/client/notes/editor/block-widgets.ts";
import type { DrawInto } from "#/client/notes/editor/note-editor-types.ts";

export type EditorSettings = {
  readonly sourceMode: boolean;
  readonly canWrite: boolean;
  /** Kinds of blocks that can be drawn here. */
  readonly draws: readonly BlockKind[];
  readonly drawEmbed?: DrawInto | undefined;
  readonly drawTodos?: DrawInto | undefined;
};

const plain: EditorSettings = { sourceMode: false, canWrite: true, draws: ["table", "math", "image"] };

/** What the editor is told by the page around it. */
export const editorSettings = Facet.define<EditorSettings, EditorSettings>({
  combine: (given) => given.at(-1) ?? plain,
});
