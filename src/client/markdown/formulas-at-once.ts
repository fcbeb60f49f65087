import { readFormula } from "#/client/markdown/math-tree.ts";

/** What sets formulas without waiting, as `reader-at-once.ts` for all the rest: the browser's bundle leaves this out too. */
export const formulasAtOnce: typeof readFormula | undefined = readFormula;
