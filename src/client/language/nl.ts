import type { Sentences } from "#/client/language/say.ts";

/** Dutch, with “je”. The words are chosen in `say.ts`. */
export const nl: Sentences = {};
