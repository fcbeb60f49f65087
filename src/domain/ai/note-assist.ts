export const assistActions = ["rewrite", "summarise", "extract_todos", "suggest_links"] as const;
export type AssistAction = (typeof assistActions)[number];

export const maxInstruction = 1_000;
/** Of what may be rewritten at once, in UTF-16 units. */
export const maxPassage = 8_000;
const maxTodos = 50;
const maxReason = 200;

/** Some models put all of an answer into a fence. */
export function unfenced(answer: string): string {
  return /^```(?:markdown|md)?\n([\s\S]*?)\n?```$/.exec(answer.trim())?.[1] ?? answer.trim();
}

/** A rewritten passage with the blank space around it that it had. */
export function rewritten(passage: string, answer: string): string {
  const words = passage.trim();
  const start = passage.indexOf(words);
  return passage.slice(0, start) + unfenced(answer).trim() + passage.slice(start + words.length);
}

/** The todos of an answer, one a line; whatever else a model says is no todo. Names of blocks are given by the server alone. */
export function todosIn(answer: string): string {
  const lines = answer.split("\n").flatMap((line) => {
    const words = /^\s*[-*+] \[[ xX]?\] +(.*\S)/.exec(line)?.[1]?.replace(/\s+\^[A-Za-z0-9-]{1,64}\s*$/, "");
    return words ? [`- [ ] ${words}`] : [];
  });
  return [...new Set(lines)].slice(0, maxTodos).join("\n");
}

/** The links of an answer to notes of these titles, one a line, each with why; a model may not name any other. */
export function linksIn(answer: string, titles: readonly string[]): string {
  const known = new Map(titles.map((title) => [title.toLowerCase(), title]));
  const lines = answer.split("\n").flatMap((line) => {
    const found = /\[\[([^\]|#\n]{1,255})\]\](.*)/.exec(line);
    const title = known.get(found?.[1]?.trim().toLowerCase() ?? "");
    if (!title || !known.delete(title.toLowerCase())) return [];
    const why = found![2]!
      .replace(/^[\s:–—-]+/, "")
      .replace(/\[\[|\]\]/g, "")
      .trim();
    return [why === "" ? `- [[${title}]]` : `- [[${title}]]: ${[...why].slice(0, maxReason).join("")}`];
  });
  return lines.join("\n");
}

/** The titles that share a word of four letters or more with a text, and are not linked in it yet, in their order. */
export function titlesNear(text: string, titles: readonly string[]): string[] {
  const wordsIn = (of: string) => of.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
  const words = new Set(wordsIn(text));
  const linked = new Set([...text.matchAll(/\[\[([^\]|#\n]{1,255})/g)].map(([, name]) => name!.trim().toLowerCase()));
  return [...new Set(titles)].filter(
    (title) =>
      !linked.has(title.toLowerCase()) && !/[[\]|#]/.test(title) && wordsIn(title).some((word) => words.has(word)),
  );
}

/** Where a passage is: at the place that was named if the words are there, else where they stand once. Null when neither. */
export function findPassage(
  text: string,
  { passage, from, to }: { passage?: string | undefined; from?: number | undefined; to?: number | undefined },
): { from: number; to: number } | null {
  if (from !== undefined && to !== undefined && from < to && to <= text.length) {
    if (passage === undefined || text.slice(from, to) === passage) return { from, to };
  }
  if (passage === undefined) return null;
  const at = text.indexOf(passage);
  return at < 0 || text.includes(passage, at + 1) ? null : { from: at, to: at + passage.length };
}
