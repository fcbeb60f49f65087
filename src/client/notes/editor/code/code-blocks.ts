import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import { isColoured } from "#/client/markdown/code-colours.ts";
import { isKnownLanguage } from "#/client/markdown/languages.ts";

/** A part of a block's code that stands in one piece in the text: what a list or a quote puts before a line is not code. */
type Part = { readonly at: number; readonly from: number; readonly to: number };

/** A fenced block whose language is known. */
export type CodeBlock = { readonly language: string; readonly code: string; readonly parts: readonly Part[] };

/** The fenced blocks between two places that can be coloured. */
export function codeBlocks(state: EditorState, { from, to }: { from: number; to: number }): CodeBlock[] {
  const found: CodeBlock[] = [];
  syntaxTree(state).iterate({
    from,
    to,
    enter({ name, node }) {
      if (name !== "FencedCode") return name !== "Table" && name !== "Paragraph";
      const info = node.getChild("CodeInfo");
      const language = info && /^[\w+#.-]+/.exec(state.sliceDoc(info.from, info.to))?.[0].toLowerCase();
      if (!language || !isKnownLanguage(language)) return false;
      const parts: Part[] = [];
      let code = "";
      for (const part of node.getChildren("CodeText")) {
        parts.push({ at: code.length, from: part.from, to: part.to });
        code += state.sliceDoc(part.from, part.to);
      }
      if (code.trim() !== "" && isColoured(code)) found.push({ language, code, parts });
      return false;
    },
  });
  return found;
}

/** Where a piece of the code stands in the text: more than one place when it runs over several lines of a list. */
export function placesOf({ parts }: CodeBlock, from: number, to: number): { from: number; to: number }[] {
  return parts.flatMap((part) => {
    const start = Math.max(from, part.at);
    const end = Math.min(to, part.at + part.to - part.from);
    return start < end ? [{ from: part.from + start - part.at, to: part.from + end - part.at }] : [];
  });
}
