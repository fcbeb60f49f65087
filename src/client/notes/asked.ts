import { createEffect, createMemo, createSignal, on, onCleanup, onMount } from "solid-js";
import { asSwError } from "#/client/sync/server.ts";

export type Asked<T> = {
  /** Undefined until the first answer came. */
  readonly value: () => T | undefined;
  readonly problem: () => string | undefined;
  readonly again: () => void;
};

/**
 * Something beside the page that only the browser asks for: when it is first shown, when `key` is another, and when it is
 * told to ask again. The page never waits for it.
 */
export function createAsked<T>(key: () => string | undefined, read: (key: string) => Promise<T>): Asked<T> {
  const [value, setValue] = createSignal<T>();
  const [problem, setProblem] = createSignal<string>();
  const known = createMemo(key);
  let turn = 0;

  async function ask(): Promise<void> {
    const wanted = known();
    turn += 1;
    const mine = turn;
    if (wanted === undefined) return;
    try {
      const found = await read(wanted);
      if (mine !== turn) return;
      setValue(() => found);
      setProblem(undefined);
    } catch (error) {
      if (mine === turn) setProblem(asSwError(error).message);
    }
  }

  onMount(() =>
    createEffect(
      on(known, () => {
        setValue(undefined);
        void ask();
      }),
    ),
  );
  onCleanup(() => {
    turn = -1;
  });
  return { value, problem, again: () => void ask() };
}
