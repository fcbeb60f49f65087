/** Words not sent yet, kept while this tab lives. Keyed by person, so that nobody sees another's. */
export type Drafts = { read(place: string): string; write(place: string, text: string): void; wipe(): void };

/** More places than one leaves words in; the oldest give way. */
const maxDrafts = 50;

export function createDrafts(storage: () => Storage, person: string): Drafts {
  const name = `scaiwave-drafts-${person}`;

  function load(): Map<string, string> {
    try {
      const kept: unknown = JSON.parse(storage().getItem(name) ?? "[]");
      const entries = Array.isArray(kept) ? kept.filter(isEntry) : [];
      return new Map(entries);
    } catch {
      return new Map();
    }
  }

  return {
    read: (place) => load().get(place) ?? "",
    write(place, text) {
      const all = load();
      all.delete(place);
      if (text.trim() !== "") all.set(place, text);
      try {
        storage().setItem(name, JSON.stringify([...all].slice(-maxDrafts)));
      } catch {
        // A full or forbidden storage costs the draft at a reload, nothing now.
      }
    },
    wipe() {
      try {
        storage().removeItem(name);
      } catch {
        // Nothing can be kept there, so nothing is.
      }
    },
  };
}

function isEntry(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
}
