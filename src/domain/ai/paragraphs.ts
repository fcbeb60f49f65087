const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])\s/;

/**
 * Where the last whole paragraph ends in text that goes on, or 0: after blank lines, where the next paragraph has begun.
 * Never inside a code fence or a block of math, and never between a heading and its text, the items of a list, or a
 * list and what belongs to its last item. `text` begins with a paragraph.
 */
export function wholeParagraphs(text: string): number {
  let open = null as { mark: string } | null;
  let before = null as { line: string; inList: boolean } | null;
  let blank = false;
  let end = 0;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const line = newline < 0 ? text.slice(at) : text.slice(at, newline);
    if (open) {
      if (closes(open.mark, line)) open = null;
      before = { line, inList: before?.inList ?? false };
      blank = false;
    } else if (line.trim() === "") {
      blank = true;
    } else {
      if (blank && before && mayCutBetween(before, line)) {
        end = at;
        before = null;
      }
      const mark = opening(line);
      if (mark) open = { mark };
      before = { line, inList: listItem.test(line) || (before?.inList ?? false) };
      blank = false;
    }
    at = newline < 0 ? text.length : newline + 1;
  }
  return end;
}

function opening(line: string): string | null {
  const found = fence.exec(line.replace(/^ {0,3}(?:[-*+]|\d{1,9}[.)])\s+/, ""));
  if (found) return found[1]!.startsWith("`") && found[2]!.includes("`") ? null : found[1]!;
  const math = line.trim();
  return math.startsWith("$$") && !(math.length > 4 && math.endsWith("$$")) ? "$$" : null;
}

function closes(mark: string, line: string): boolean {
  const words = line.trim();
  if (mark === "$$") return words.endsWith("$$");
  return words.length >= mark.length && words.split("").every((each) => each === mark[0]);
}

/** The next line is whole only as far as it came: a list's mark may still be growing, so that a digit alone is not judged. */
function mayCutBetween(before: { line: string; inList: boolean }, next: string): boolean {
  if (/^#{1,6}\s/.test(before.line.trimStart()) || before.line.trimEnd().endsWith(":")) return false;
  if (/^\s*(?:\d{1,9}[.)]?|[-*+])?\s*$/.test(next) || /^ {2,}|^\t/.test(next)) return false;
  return !(before.inList && listItem.test(next));
}
