/** Of one message's words, in bytes of JSON: the rest of 64 KB is for what stands beside them. */
const maxBodyBytes = 48_000;

const utf8 = new TextEncoder();

/** Text in pieces that each fit one message, cut at a paragraph, a line or else between two letters. Joined they are the text. */
export function splitBody(text: string, maxBytes = maxBodyBytes): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (jsonBytes(rest) > maxBytes) {
    const end = cutOf(rest, fittingLength(rest, maxBytes));
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}

function jsonBytes(text: string): number {
  return utf8.encode(JSON.stringify(text)).length;
}

/** The longest prefix that fits, by halving: a prefix is never larger than a longer one. */
function fittingLength(text: string, maxBytes: number): number {
  let [low, high] = [1, Math.min(text.length, maxBytes)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (jsonBytes(text.slice(0, middle)) <= maxBytes) low = middle;
    else high = middle - 1;
  }
  return low;
}

function cutOf(text: string, fits: number): number {
  for (const mark of ["\n\n", "\n", " "]) {
    const at = text.lastIndexOf(mark, fits - mark.length);
    if (at > fits / 2) return at + mark.length;
  }
  // Never between the two halves of one letter.
  const code = text.charCodeAt(fits - 1);
  return fits > 1 && code >= 0xd800 && code <= 0xdbff ? fits - 1 : fits;
}
