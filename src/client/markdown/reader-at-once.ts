import * as read from "#/client/markdown/read.ts";

/** The reader without waiting, for the server and for tests. The browser's bundle leaves this file out (`browser-bundle.ts`). */
export const readerAtOnce: typeof read | undefined = read;
