import { type Accessor, createMemo, createSignal } from "solid-js";

/**
 * Objects that stay the same for one key while what they stand for changes, so that a list keeps its rows: a message that
 * is on its way becomes the server's copy in place. `value` is reactive.
 */
export type Row<T> = { readonly key: string; readonly value: T };

export function createRows<T extends { key: string }>(list: Accessor<readonly T[]>): Accessor<Row<T>[]> {
  type Entry = { row: Row<T>; set: (value: T) => void };
  let entries = new Map<string, Entry>();
  return createMemo(() => {
    const next = new Map<string, Entry>();
    for (const value of list()) {
      const known = entries.get(value.key);
      next.set(value.key, known ?? create(value));
      known?.set(value);
    }
    entries = next;
    return [...next.values()].map((entry) => entry.row);
  });

  function create(value: T): Entry {
    const [get, set] = createSignal(value);
    return {
      row: {
        key: value.key,
        get value() {
          return get();
        },
      },
      set: (next) => set(() => next),
    };
  }
}
