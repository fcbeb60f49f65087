import { createSignal } from "solid-js";

const SHOWN_AT_MOST = 2;
const PLAIN_MS = 5_000;
const WITH_UNDO_MS = 10_000;

export type Toast = {
  readonly id: number;
  readonly text: string;
  readonly undo: (() => void) | undefined;
  /** Of the button, where it does something else than undo. */
  readonly verb: string | undefined;
};

export type Toaster = {
  readonly toasts: () => readonly Toast[];
  /** Says that something was done. An older toast leaves when a third comes. Never for an error that has a place. */
  readonly show: (text: string, undo?: () => void, verb?: string) => void;
  readonly dismiss: (id: number) => void;
  /** While someone points at or stands on a toast, no time passes. */
  readonly hold: () => void;
  readonly release: () => void;
};

export function createToaster(): Toaster {
  const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  let nextId = 1;
  let held = false;

  function arm(toast: Toast) {
    clearTimeout(timers.get(toast.id));
    timers.set(
      toast.id,
      setTimeout(() => dismiss(toast.id), toast.undo ? WITH_UNDO_MS : PLAIN_MS),
    );
  }

  function disarm(id: number) {
    clearTimeout(timers.get(id));
    timers.delete(id);
  }

  function dismiss(id: number) {
    disarm(id);
    const left = toasts().filter((toast) => toast.id !== id);
    setToasts(left);
    // A toast that goes while pointed at sends no leave: the others must not stand for ever.
    if (left.length === 0) held = false;
  }

  return {
    toasts,
    dismiss,
    show(text, undo, verb) {
      const toast: Toast = { id: nextId++, text, undo, verb };
      const all = [...toasts(), toast];
      for (const gone of all.slice(0, -SHOWN_AT_MOST)) disarm(gone.id);
      setToasts(all.slice(-SHOWN_AT_MOST));
      if (!held) arm(toast);
    },
    hold() {
      held = true;
      for (const id of [...timers.keys()]) disarm(id);
    },
    release() {
      held = false;
      for (const toast of toasts()) arm(toast);
    },
  };
}
