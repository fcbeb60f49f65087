import { isInCode } from "#/client/messages/completion.ts";
import { emojiOf } from "#/client/messages/emoji-set.ts";
import type { Change } from "#/client/messages/marks.ts";

/** A code begins a word, so that times, addresses and `a::b::c` are none. */
const codes = /(?<=^|[\s(])(:([a-z0-9_+-]{2,32}):)(?![a-z0-9_+-]+:)/gi;

/** What the code that ends at the caret becomes; null where none does, or where it stands in code. */
export function emojiBefore(text: string, caret: number): Change | null {
  const code = /(?:^|[\s(]):([a-z0-9_+-]{2,32}):$/i.exec(text.slice(0, caret))?.[1];
  const from = caret - (code?.length ?? 0) - 2;
  const emoji = code && !isInCode(text, from) ? emojiOf(code) : undefined;
  return emoji ? { from, to: caret, insert: emoji, select: [from + emoji.length, from + emoji.length] } : null;
}

/** The text with every code that names an emoji as that emoji. Code, and what names none, stays as it was typed. */
export function withEmoji(text: string): string {
  return text.replace(codes, (whole, _marks: string, code: string, at: number) =>
    isInCode(text, at) ? whole : (emojiOf(code) ?? whole),
  );
}
