import { defineLanguageFacet, foldNodeProp, Language, LanguageSupport } from "@codemirror/language";
import { GFM, type InlineContext, type Line, type MarkdownConfig, parser } from "@lezer/markdown";

/** Longer than any title with its anchor and its other words; as the reading parser has it. */
const longestWikiLink = 600;
const longestMath = 2_000;

const dollar = 36;
const bang = 33;
const bracket = 91;
const backslash = 92;

/** `[[target|words]]`, `![[target]]`, `$…$`, `$$…$$`, `\(…\)`, and `$$` fences, by the rules of reading. */
const notes: MarkdownConfig = {
  defineNodes: [{ name: "WikiLink" }, { name: "Embed" }, { name: "InlineMath" }, { name: "BlockMath", block: true }],
  parseInline: [
    { name: "Embed", before: "Image", parse: (cx, next, at) => (next === bang ? wikiLink(cx, at, "Embed") : -1) },
    {
      name: "WikiLink",
      before: "Link",
      parse: (cx, next, at) => (next === bracket ? wikiLink(cx, at, "WikiLink") : -1),
    },
    { name: "InlineMath", before: "Escape", parse: inlineMath },
  ],
  parseBlock: [
    {
      name: "BlockMath",
      before: "FencedCode",
      endLeaf: (_cx, line) => isMathFence(line),
      parse(cx, line) {
        if (!isMathFence(line)) return false;
        const from = cx.lineStart + line.pos;
        let to = cx.lineStart + line.text.length;
        // Unclosed, it runs to the end of its container, as a fence does.
        while (cx.nextLine() && depthOf(line) >= cx.depth) {
          to = cx.lineStart + line.text.length;
          if (isMathFence(line)) {
            cx.nextLine();
            break;
          }
        }
        cx.addElement(cx.elt("BlockMath", from, to));
        return true;
      },
    },
  ],
};

/** How many of the open containers a line goes on with; the library keeps it out of its types. */
const depthOf = (line: Line): number => (line as unknown as { depth: number }).depth;

function isMathFence(line: Line): boolean {
  return /^\$\$[ \t]*$/.test(line.text.slice(line.pos));
}

function wikiLink(cx: InlineContext, at: number, name: "Embed" | "WikiLink"): number {
  const rest = cx.slice(at, Math.min(cx.end, at + longestWikiLink));
  const found = (name === "Embed" ? /^!\[\[([^[\]\n]+)\]\]/ : /^\[\[([^[\]\n]+)\]\]/).exec(rest);
  return found ? cx.addElement(cx.elt(name, at, at + found[0].length)) : -1;
}

function inlineMath(cx: InlineContext, next: number, at: number): number {
  if (next !== dollar && next !== backslash) return -1;
  const rest = cx.slice(at, Math.min(cx.end, at + longestMath));
  const form =
    next === backslash
      ? /^\\\((?:[^\\]|\\[^)])+?\\\)/
      : rest.startsWith("$$")
        ? /^\$\$(?:[^$\\]|\\.)+\$\$(?!\$)/s
        : /^\$(?![\s\d])(?:[^$\\\n]|\\[^\n])*?(?:[^\s$\\]|\\[^\n])\$(?![\d$])/;
  if (next === dollar && at > cx.offset && cx.char(at - 1) === dollar) return -1;
  const found = form.exec(rest);
  return found ? cx.addElement(cx.elt("InlineMath", at, at + found[0].length)) : -1;
}

const data = defineLanguageFacet({ commentTokens: { block: { open: "<!--", close: "-->" } } });

/** Markdown as notes have it: GitHub's, wiki links and math. Without the languages inside fences, which cost more than they give. */
const noteLanguage = new Language(
  data,
  parser.configure([GFM, notes, { props: [foldNodeProp.add(() => () => null)] }]),
  [],
  "markdown",
);

export const noteMarkdown = new LanguageSupport(noteLanguage);

/** The parser by itself, for tests. */
export const noteParser = noteLanguage.parser;
