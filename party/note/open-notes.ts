/** The notes that this process may hold open, so that all can be told to close. */
export const openNotes = new Set<string>();
