import type { ElementContent, Root } from "hast";

/** What is longer stays plain: its colours would cost more elements than they help. */
const colouredLength = 16_384;
const colouredLine = 1_000;

/** What a piece of code is, as far as colours tell. */
export type CodeColour = "keyword" | "string" | "number" | "function" | "comment";

const colours: Readonly<Record<string, CodeColour>> = {
  "hljs-keyword": "keyword",
  "hljs-built_in": "keyword",
  "hljs-type": "keyword",
  "hljs-literal": "keyword",
  "hljs-selector-tag": "keyword",
  "hljs-name": "keyword",
  "hljs-meta": "keyword",
  "hljs-deletion": "number",
  "hljs-string": "string",
  "hljs-regexp": "string",
  "hljs-char": "string",
  "hljs-addition": "string",
  "hljs-attribute": "function",
  "hljs-attr": "function",
  "hljs-title": "function",
  "hljs-section": "function",
  "hljs-property": "function",
  "hljs-selector-class": "function",
  "hljs-selector-id": "function",
  "hljs-number": "number",
  "hljs-symbol": "number",
  "hljs-bullet": "number",
  "hljs-variable": "number",
  "hljs-comment": "comment",
  "hljs-quote": "comment",
};

/** The colour of a token by the classes that the highlighter gave it. */
export function colourOf(className: unknown): CodeColour | undefined {
  const [name] = Array.isArray(className) ? className : [];
  return colours[String(name)];
}

/** Whether code is short enough to be coloured. */
export function isColoured(code: string): boolean {
  return code.length <= colouredLength && code.split("\n").every((line) => line.length <= colouredLine);
}

export type ColouredRange = { readonly from: number; readonly to: number; readonly colour: CodeColour };

/** The coloured pieces of a code by their places in it, in order; the innermost colour counts. */
export function colouredRanges(tokens: Root): ColouredRange[] {
  const found: ColouredRange[] = [];
  let at = 0;
  const walk = (nodes: readonly ElementContent[], around: CodeColour | undefined): void => {
    for (const node of nodes) {
      if (node.type === "element") walk(node.children, colourOf(node.properties.className) ?? around);
      else if (node.type === "text") {
        const to = at + node.value.length;
        if (around) found.push({ from: at, to, colour: around });
        at = to;
      }
    }
  };
  walk(tokens.children as ElementContent[], undefined);
  return found;
}
