/**
 * Where this browser keeps notes while they are edited: one database for each note of each person, whose ids are unlike
 * those of any other instance. Light, so that signing out can clear them without the editor.
 */
export function noteCopyName(participantId: string, noteId: string): string {
  return `${prefixOf(participantId)}${noteId}`;
}

const prefixOf = (participantId: string): string => `scaiwave-note-${participantId}-`;
const listName = "scaiwave-notes";

/** Browsers that cannot list their databases are told of each. */
export function rememberNoteCopy(name: string): void {
  const names = remembered().filter((each) => each !== name);
  store(() => localStorage.setItem(listName, JSON.stringify([...names, name].slice(-maxRemembered))));
}

const maxRemembered = 2_000;

/** Before signing out: forgets every note of this person that is kept here. */
export async function clearNoteCopies(participantId: string): Promise<void> {
  const known = remembered();
  const listed = await Promise.resolve(globalThis.indexedDB?.databases?.() ?? []).catch(() => []);
  const names = new Set([...known, ...listed.map(({ name }) => name ?? "")]);
  const own = [...names].filter((name) => name.startsWith(prefixOf(participantId)));
  await Promise.all(own.map(erase));
  store(() => localStorage.setItem(listName, JSON.stringify(known.filter((name) => !own.includes(name)))));
}

/** Open elsewhere it is erased as soon as it is closed there; signing out does not wait for it. */
function erase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    for (const end of ["success", "error", "blocked"]) request.addEventListener(end, () => resolve());
  });
}

function remembered(): string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(listName) ?? "[]");
    return Array.isArray(names) ? names.filter((name): name is string => typeof name === "string") : [];
  } catch {
    return [];
  }
}

/** Storage may be forbidden or full. */
function store(write: () => void): void {
  try {
    write();
  } catch {
    return;
  }
}
