const LONGEST_EMOJI = 40;
const EMOJI_ONLY = /^\s*(?:\p{RGI_Emoji}\s*){1,6}$/v;

/** One to six emoji and nothing else: shown large. */
export function isEmojiOnly(markdown: string): boolean {
  return markdown.length <= 6 * LONGEST_EMOJI && EMOJI_ONLY.test(markdown);
}
