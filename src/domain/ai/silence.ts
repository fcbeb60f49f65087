/** What a model answers when it has nothing to say: then nothing is said. Told to it in the prompt. */
export const silenceToken = "[[silent]]";

/** Whether a whole answer means silence: nothing, or the token alone. */
export function isSilence(text: string): boolean {
  const words = text.trim();
  return words === "" || words === silenceToken;
}

/** Whether what was streamed so far may still become silence, so that nobody is shown the beginning of the token. */
export function mayBecomeSilence(text: string): boolean {
  const words = text.trim();
  return words.length <= silenceToken.length && silenceToken.startsWith(words);
}
