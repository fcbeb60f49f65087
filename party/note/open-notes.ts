/** The notes that this process may hold open, so that all can be told to close. */
export const openNotes = new Set<string>();

/** Those that nobody has open and whose last words could not be saved when this process let go of them. */
export const leftNotes = new Set<string>();

let name: string | null = null;

/** Of this process, another one after each start. The runtime gives nothing random before the first request. */
export function processName(): string {
  name ??= crypto.randomUUID();
  return name;
}
