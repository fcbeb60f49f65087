/** A longer message is folded, with “Show more”. The count decides before anything is laid out, alike on the server. */
export const foldLines = 24;
/** The message that heads a thread leaves room for its replies. */
export const foldLinesOfRoot = 8;
/** Characters of a line as wide as the text's measure. */
const charactersPerLine = 90;

/** A block of code scrolls inside itself from here on (420 pixels of 20). */
const codeLines = 21;

/** How many lines a text takes on a wide screen, about; what wraps counts as more than one. */
export function lineCount(text: string): number {
  let lines = 0;
  let inCode = 0;
  for (const line of text.split("\n")) {
    if (/^ {0,3}(```|~~~)/.test(line)) {
      inCode = inCode > 0 ? 0 : 1;
      lines += 1;
    } else if (inCode > 0) {
      if (inCode <= codeLines) lines += 1;
      inCode += 1;
    } else lines += Math.max(1, Math.ceil(line.length / charactersPerLine));
  }
  return lines;
}

export function isLong(text: string, limit: number = foldLines): boolean {
  return lineCount(text) > limit;
}
