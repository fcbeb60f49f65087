import type { RoomView } from "#/domain/views/state.ts";

/** Rooms, and threads, kept beside those on screen: switching back to one is immediate. */
const maxViews = 20;

/**
 * Messages kept of a room. Beyond `soft` the oldest give way while the newest are on screen, down to `kept`; `hard` is where
 * reading further back ends, and where they give way whatever is on screen.
 */
export const maxMessages = { kept: 1_000, soft: 2_000, hard: 5_000 };

export type Use = { held: number; atEnd: boolean };

/** Which views are on screen, and which were used most recently. */
export class Uses {
  readonly #uses = new Map<string, Use>();

  /** Marks as used last: a Map keeps the order of insertion. */
  touch(id: string): Use {
    const use = this.#uses.get(id) ?? { held: 0, atEnd: true };
    this.#uses.delete(id);
    this.#uses.set(id, use);
    return use;
  }

  hold(id: string): () => void {
    const use = this.touch(id);
    use.held += 1;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      use.held -= 1;
      use.atEnd = true;
    };
  }

  setAtEnd(id: string, atEnd: boolean): void {
    const use = this.#uses.get(id);
    if (use) use.atEnd = atEnd;
  }

  of(id: string): Use | undefined {
    return this.#uses.get(id);
  }

  held(): string[] {
    return [...this.#uses].filter(([, use]) => use.held > 0).map(([id]) => id);
  }

  /** Least recently used first; what was never used comes before all. */
  order(ids: readonly string[]): string[] {
    const ranks = new Map([...this.#uses.keys()].map((id, rank) => [id, rank]));
    return ids.toSorted((a, b) => (ranks.get(a) ?? -1) - (ranks.get(b) ?? -1));
  }
}

/** What has to go so that no more than the bound stays. What is on screen never goes. */
export function evictable(ids: readonly string[], uses: Uses): string[] {
  const excess = ids.length - maxViews;
  if (excess <= 0) return [];
  return uses
    .order(ids)
    .filter((id) => (uses.of(id)?.held ?? 0) === 0)
    .slice(0, excess);
}

/** Lets the oldest messages go; they can be read again. */
export function trim(view: RoomView, use: Use | undefined): void {
  const scrolledUp = use !== undefined && use.held > 0 && !use.atEnd;
  if (view.messages.length <= (scrolledUp ? maxMessages.hard : maxMessages.soft)) return;
  view.messages.splice(0, view.messages.length - (scrolledUp ? maxMessages.hard : maxMessages.kept));
  view.has_more = true;
}
