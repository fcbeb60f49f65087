import type { syntaxTree } from "@codemirror/language";
import type { EditorState, Range } from "@codemirror/state";
import { Decoration } from "@codemirror/view";

export type Node = ReturnType<typeof syntaxTree>["topNode"];

/** What of a text is drawn: between two places, with the lines that show their marks. */
export type PreviewScope = {
  readonly from: number;
  readonly to: number;
  /** Whether the cursor, or a selection, is on any line of this range. */
  readonly isActive: (from: number, to: number) => boolean;
  /** Whether a caret is inside, its ends included. */
  readonly isTouched: (from: number, to: number) => boolean;
  readonly canWrite: boolean;
  /** Where the text after the frontmatter begins. */
  readonly bodyFrom: number;
};

export type Draw = { readonly state: EditorState; readonly scope: PreviewScope; readonly out: Range<Decoration>[] };

export const hidden = Decoration.replace({});
export const marks = {
  hang: Decoration.mark({ class: "nt-hang" }),
  dim: Decoration.mark({ class: "nt-dim" }),
  strong: Decoration.mark({ class: "nt-strong" }),
  em: Decoration.mark({ class: "nt-em" }),
  struck: Decoration.mark({ class: "nt-struck" }),
  code: Decoration.mark({ class: "nt-code", attributes: { spellcheck: "false" } }),
  link: Decoration.mark({ class: "nt-link" }),
  math: Decoration.mark({ class: "nt-math", attributes: { spellcheck: "false" } }),
  tag: Decoration.mark({ class: "nt-tag" }),
  mention: Decoration.mark({ class: "nt-mention" }),
  due: Decoration.mark({ class: "nt-due" }),
  priority: Decoration.mark({ class: "nt-priority" }),
};

/** Gives every line between two places a class. */
export function lineClass(draw: Draw, from: number, to: number, name: string): void {
  const { doc } = draw.state;
  let at = Math.max(from, Math.min(draw.scope.from, to));
  const last = Math.min(to, Math.max(draw.scope.to, from));
  for (;;) {
    const line = doc.lineAt(at);
    draw.out.push(Decoration.line({ class: name }).range(line.from));
    if (line.to + 1 > last) return;
    at = line.to + 1;
  }
}

export function put(draw: Draw, from: number, to: number, decoration: Decoration): void {
  if (from < to) draw.out.push(decoration.range(from, to));
}

export function textOf(draw: Draw, node: { readonly from: number; readonly to: number }): string {
  return draw.state.sliceDoc(node.from, node.to);
}
