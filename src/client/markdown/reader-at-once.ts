import * as formulas from "#/client/markdown/math-tree.ts";
import * as read from "#/client/markdown/read.ts";

/**
 * The reader without waiting, and what sets formulas, for the server and for tests. The browser's bundle leaves this file out
 * (`browser-bundle.ts`).
 */
export const readerAtOnce: (typeof read & { formulas?: typeof formulas }) | undefined = { ...read, formulas };
