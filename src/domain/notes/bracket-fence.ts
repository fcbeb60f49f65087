/** Where what the containers hold begins on a line; null where one of them ends. */
type RestOf = (line: string) => number | null;

/**
 * Where a formula ends whose `\[` stands alone on the line before `from`: the beginning of the line after the one with its
 * `\]`. Null when none closes it, where the Markdown parser takes all that follows for a formula: an index would lose all
 * todos and links for two letters. Null too where there is none: words after its `\]`, another opening in it, a line of
 * another fence. Since it holds no other opening, many that are never closed are read once.
 */
export function bracketFenceEnd(text: string, from: number, restOf: RestOf): number | null {
  let at = from;
  while (at < text.length) {
    const end = text.indexOf("\n", at);
    const next = end === -1 ? text.length : end;
    const line = text.slice(at, next).replace(/\r$/, "");
    const rest = restOf(line);
    const state = rest === null ? "none" : readLine(line.slice(rest));
    if (state === "none") return null;
    at = next + 1;
    if (state === "closed") return at;
  }
  return null;
}

function readLine(words: string): "on" | "closed" | "none" {
  if (/^[$`~]/.test(words)) return "none";
  for (let at = words.indexOf("\\"); at !== -1; at = words.indexOf("\\", at)) {
    const next = words[at + 1];
    if (next === "]") return words.slice(at + 2).trim() === "" ? "closed" : "none";
    if (next === "(" || next === "[") return "none";
    at += next === "\\" ? 2 : 1;
  }
  return "on";
}
