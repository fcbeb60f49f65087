/** The two words of `#/domain/notes/contract.ts` that the browser needs, without its schemas; a test holds them to it. */
export const notePath = (noteId: string): string => `/parties/note/${noteId}`;
export const tellPrefix = "__YPS:";
