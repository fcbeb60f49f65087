import * as z from "zod/mini";

/**
 * Characters that change how a name reads without being seen: controls, bidirectional overrides, zero-width
 * characters and invisible tag letters. In a name they only serve to pose as somebody else.
 * U+200D stays: emoji families are built with it; it is refused outside emoji by `name`.
 */
const invisible =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/u;
const joinerOutsideEmoji =
  /(?<!\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d|\u200d(?!\p{Extended_Pictographic})/u;
/** More than four combining marks on one letter is decoration that spills over neighbouring lines. */
const zalgo = /\p{M}{5,}/u;

/** A name of one line: trimmed, NFC, with inner spaces folded, and nothing invisible in it. `max` counts code points. */
export function name(max: number) {
  return z.pipe(
    z.pipe(
      z.string().check(z.maxLength(max * 8)),
      z.transform((text: string) => text.normalize("NFC").replace(/\s+/gu, " ").trim()),
    ),
    z.string().check(
      z.refine((text) => text.length > 0, "Write a name."),
      z.refine((text) => [...text].length <= max, `At most ${max} characters.`),
      z.refine((text) => !invisible.test(text), "Names can't contain invisible characters."),
      z.refine((text) => !joinerOutsideEmoji.test(text), "Names can't contain invisible characters."),
      z.refine((text) => !zalgo.test(text), "Names can't stack accents."),
      z.refine((text) => text.isWellFormed(), "Names must be valid Unicode."),
    ),
  );
}

/** Free text of a few lines, such as a topic or a reason: may be empty, keeps newlines, no other control characters. */
export function shortText(max: number) {
  return z.pipe(
    z.pipe(
      z.string().check(z.maxLength(max * 8)),
      z.transform((text: string) => text.normalize("NFC").trim()),
    ),
    z.string().check(
      z.refine((text) => [...text].length <= max, `At most ${max} characters.`),
      z.refine((text) => !invisible.test(text.replaceAll("\n", "")), "Invisible characters are not allowed."),
      z.refine((text) => text.isWellFormed(), "Text must be valid Unicode."),
    ),
  );
}

export const slug = z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/));
