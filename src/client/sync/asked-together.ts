/** The server's bound for one question. */
const maxAsked = 50;
const maxKept = 500;

export type AskedTogether = {
  /** Asks for a thing at the first time. */
  readonly ask: (group: string, id: string) => void;
  /** Asks for it although it was asked for before. */
  readonly again: (group: string, id: string) => void;
  /** It is known from elsewhere and need not be asked for. */
  readonly know: (id: string) => void;
};

/** What is shown in one go is asked for in one question a group. What could not be read is asked for at the next time. */
export function askTogether(read: (group: string, ids: string[]) => Promise<void>): AskedTogether {
  const waiting = new Map<string, Set<string>>();
  const asked = new Set<string>();

  function ask(group: string, id: string): void {
    if (asked.has(id)) return;
    if (asked.size >= maxKept) asked.clear();
    asked.add(id);
    const others = waiting.get(group);
    if (others) others.add(id);
    else {
      waiting.set(group, new Set([id]));
      queueMicrotask(() => void readAll(group));
    }
  }

  async function readAll(group: string): Promise<void> {
    const ids = [...(waiting.get(group) ?? [])];
    waiting.delete(group);
    for (let from = 0; from < ids.length; from += maxAsked) {
      const some = ids.slice(from, from + maxAsked);
      try {
        await read(group, some);
      } catch {
        for (const id of some) asked.delete(id);
      }
    }
  }

  return {
    ask,
    again(group, id) {
      asked.delete(id);
      ask(group, id);
    },
    know: (id) => void asked.add(id),
  };
}
