import type { Sentences } from "#/client/language/say.ts";

/** German, with “du”. The words are chosen in `say.ts`. */
export const de: Sentences = {};
