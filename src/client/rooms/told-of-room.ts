import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { useSession } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";

export type Told<T> = {
  /** Undefined until the first answer came. */
  readonly items: () => readonly T[] | undefined;
  readonly problem: () => string | undefined;
  readonly again: () => void;
};

/**
 * A list that only the server holds, such as who is banned: read when it is first shown, and again when anything of the
 * room changed.
 */
export function toldOfRoom<T>(roomId: () => string, read: (roomId: string) => Promise<readonly T[]>): Told<T> {
  const { store } = useSession();
  const [items, setItems] = createSignal<readonly T[]>();
  const [problem, setProblem] = createSignal<string>();
  let asked = 0;

  async function again() {
    const mine = ++asked;
    try {
      const found = await read(roomId());
      if (mine === asked) setItems(() => found);
      setProblem(undefined);
    } catch (error) {
      if (mine === asked) setProblem(asSwError(error).message);
    }
  }

  createEffect(on(roomId, () => void again()));
  onCleanup(
    store.onApplied((events) => {
      if (events.some((event) => event.type.startsWith("swp.room.member") && event.room_id === roomId())) void again();
    }),
  );
  onCleanup(() => {
    asked = -1;
  });
  return { items, problem, again: () => void again() };
}
