/** Characters of a question that are read. */
export const queryLength = 100;
