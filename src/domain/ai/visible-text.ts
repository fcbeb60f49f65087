/**
 * What nobody sees and a model or a reader could be misled by: controls, directional overrides, zero-width characters, tag
 * letters, variation selectors. Emoji are matched whole first, since they are built with some of these.
 */
const seen =
  /(\p{RGI_Emoji})|[\p{Cc}--[\t\n]]|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]|[\u200c\u200d]/gv;
/** Scripts that are not written well without joiners between their letters. */
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Tibetan}]$/u;

/** What most text is made of: nothing of it can be hidden. */
const plain = /^[\t\n\x20-\x7e]*$/;

/** Text as it may be stored and shown: well-formed, lines ended by \n alone, nothing hidden in it. `before` stood before it. */
export function visibleText(text: string, before = ""): string {
  if (plain.test(text)) return text;
  const lines = text.replace(/\r\n?/g, "\n").toWellFormed();
  return lines.replace(seen, (found, emoji: string | undefined, at: number) => {
    if (emoji !== undefined) return emoji;
    const joins = found === "\u200c" || found === "\u200d";
    return joins && joining.test((before + lines.slice(0, at)).slice(-2)) ? found : "";
  });
}

/** The end of a stream so far that cannot be judged before more is known: half a letter, an unfinished emoji, a return. */
const unfinished =
  /(?:[\p{Emoji_Presentation}\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}#*0-9\u{e0020}-\u{e007f}]|\u200c|\u200d|\ufe0f|\u20e3)+$/u;
/** No emoji is longer; a run of them is shown from its front. */
const maxHeld = 64;

/** Between two pieces of a stream: what was kept back, and the last letters before it. */
export type PieceState = { readonly held: string; readonly before: string };
export const firstPiece: PieceState = { held: "", before: "" };

/**
 * Cleans a stream piece by piece: `text` may be shown, and the state goes with the next piece. Joined, the texts are
 * `visibleText` of the whole.
 */
export function visiblePiece(state: PieceState, piece: string, last: boolean): { text: string; state: PieceState } {
  const all = state.held + piece;
  const cut = last ? all.length : all.length - Math.min(tailOf(all), maxHeld);
  const text = visibleText(all.slice(0, cut), state.before);
  return { text, state: { held: all.slice(cut), before: (state.before + all.slice(0, cut)).slice(-2) } };
}

function tailOf(text: string): number {
  const code = text.charCodeAt(text.length - 1);
  // Most pieces end so, and no emoji does.
  if ((code >= 0x3a && code < 0x7f) || code === 0x20 || code === 0x0a) return 0;
  const half = code >= 0xd800 && code <= 0xdbff ? 1 : 0;
  const whole = half ? text.slice(0, -1) : text;
  if (whole.endsWith("\r")) return half + 1;
  const emoji = unfinished.exec(whole.slice(-maxHeld * 2));
  // A digit alone is hardly the start of a keycap; numbers are not kept waiting for it.
  const run = emoji && !/^[#*0-9]+$/.test(emoji[0]) ? emoji[0].length : emoji ? 1 : 0;
  return half + run;
}
