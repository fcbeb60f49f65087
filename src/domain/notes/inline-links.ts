/** A `[[target|alias]]` in words; `from` and `to` are UTF-16 units of the text. */
export type InlineLink = { target: string; alias: string | null; embed: boolean; from: number; to: number };

const longestTarget = 600;
const longestFormula = 2_000;

/**
 * The links in one paragraph, `text` from `from` to `to`, as the Markdown parser finds them: not in code, formulas, or after a
 * backslash. Those in the label of another link are told too, which the parser shows as words. One pass.
 */
export function inlineLinks(text: string, from: number, to: number): InlineLink[] {
  const links: InlineLink[] = [];
  let runs: Runs | null = null;
  let at = from;
  while (at < to) {
    const character = text[at];
    // A dollar behind another one opens nothing, also behind one that stands for itself.
    if (character === "\\")
      at = afterBrackets(text, at, to) ?? at + 2 + (text[at + 1] === "$" ? runOf(text, at + 2, to, "$") : 0);
    else if (character === "`") {
      runs ??= runsOf(text, from, to);
      at = afterCode(runs, at, runOf(text, at, to, "`"));
    } else if (character === "$") {
      at = afterFormula(text, at, to) ?? at + runOf(text, at, to, "$");
    } else if (character === "[" || (character === "!" && text.startsWith("[[", at + 1))) {
      const link = linkAt(text, at, to);
      if (link) links.push(link);
      at = link ? link.to : at + 1;
    } else at += 1;
  }
  return links;
}

function linkAt(text: string, from: number, to: number): InlineLink | null {
  const embed = text[from] === "!";
  const open = from + (embed ? 1 : 0);
  if (!text.startsWith("[[", open)) return null;
  const start = open + 2;
  const most = Math.min(to, start + longestTarget + 1);
  let end = start;
  while (end < most && !/[[\]\r\n]/.test(text[end]!)) end += 1;
  if (end === start || end - start > longestTarget || !text.startsWith("]]", end) || end + 2 > to) return null;
  // In a table the bar before the alias is escaped.
  const [target = "", ...rest] = text.slice(start, end).split(/\\?\|/);
  return { target: target.trim(), alias: rest.join("|").trim() || null, embed, from, to: end + 2 };
}

/** Where runs of backticks begin, by how long they are, in order. */
type Runs = Map<number, number[]>;

function runsOf(text: string, from: number, to: number): Runs {
  const runs: Runs = new Map();
  for (const { index, 0: run } of text.slice(from, to).matchAll(/`+/g)) {
    const known = runs.get(run.length);
    if (known) known.push(from + index);
    else runs.set(run.length, [from + index]);
  }
  return runs;
}

/** Behind the next run as long as the one at `at`, which a backslash may have shortened; else behind that one. */
function afterCode(runs: Runs, at: number, size: number): number {
  const starts = runs.get(size) ?? [];
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (starts[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return (starts[low] ?? at) + size;
}

/** `$…$` by the rule of the Markdown parser, on one line; `$$…$$` over several. Null where the dollars are only dollars. */
function afterFormula(text: string, from: number, to: number): number | null {
  const size = runOf(text, from, to, "$");
  const start = from + size;
  if (size > 2 || start >= to || (size === 1 && /[ \t\r\n\d]/.test(text[start]!))) return null;
  let at = start;
  // A character that a backslash stands before counts as none.
  let previous: string | null = null;
  for (let length = 0; at < to; at += 1) {
    const character = text[at]!;
    if (length > longestFormula) return null;
    if (character === "\n" && size === 1) return null;
    if (character === "\n") continue;
    if (character === "$" && previous !== "\\") break;
    length += 1;
    previous = previous === "\\" ? null : character;
  }
  if (at >= to || at === start || (size === 1 && previous !== null && /[ \t]/.test(previous))) return null;
  const closing = runOf(text, at, to, "$");
  const digit = size === 1 && at + closing < to && /\d/.test(text[at + closing]!);
  return closing === size && !digit ? at + closing : null;
}

/** `\(…\)` and `\[…\]`, which hold no other opening. */
function afterBrackets(text: string, from: number, to: number): number | null {
  const open = text[from + 1];
  if (open !== "(" && open !== "[") return null;
  const close = open === "(" ? ")" : "]";
  const most = Math.min(to, from + longestFormula);
  let hasWords = false;
  for (let at = from + 2; at < most; at += 1) {
    if (text[at] !== "\\") {
      hasWords ||= !/\s/.test(text[at]!);
      continue;
    }
    const next = text[at + 1];
    if (next === close) return hasWords && !(close === "]" && /[(:[]/.test(text[at + 2] ?? "")) ? at + 2 : null;
    if (next === "(" || next === "[") return null;
    hasWords = true;
    if (next === "\\") at += 1;
  }
  return null;
}

function runOf(text: string, from: number, to: number, character: string): number {
  let at = from;
  while (at < to && text[at] === character) at += 1;
  return at - from;
}
