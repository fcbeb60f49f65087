import { createSignal } from "solid-js";
import type { Change } from "#/client/messages/marks.ts";

/** Changes that code makes to what one is writing: each as if it were typed, so that undo takes it back. */
export function createFieldEdits(
  field: () => HTMLTextAreaElement | undefined,
  text: () => string,
  write: (value: string) => void,
) {
  /** Known once a code of an emoji was written. */
  let codes: typeof import("#/client/messages/shortcodes.ts") | undefined;
  /** The words in which a code was last replaced: undone, they stay. */
  let undone: string | undefined;
  /** Long words that were just pasted, which a press puts into a fence. */
  const [pasted, setPasted] = createSignal<{ readonly from: number; readonly words: string } | null>(null);

  /** Through the browser's own editing, so that undo knows of it. */
  function edit(change: Change): void {
    const box = field();
    if (!box) return;
    box.focus();
    box.setSelectionRange(change.from, change.to);
    const verb = change.insert === "" ? "delete" : "insertText";
    if (change.from !== change.to || change.insert !== "") {
      // Old, and without a successor that keeps the history of undo.
      if (!document.execCommand?.(verb, false, change.insert)) {
        box.setRangeText(change.insert, change.from, change.to, "end");
        write(box.value);
      }
    }
    box.setSelectionRange(...change.select);
  }

  /** A code of an emoji whose last colon was just typed becomes it; one undo brings the code back. */
  async function replaceCode(): Promise<void> {
    codes ??= await import("#/client/messages/shortcodes.ts").catch(() => undefined);
    const box = field();
    const change = box && box.selectionStart === box.selectionEnd ? codes?.emojiBefore(text(), box.selectionEnd) : null;
    if (change && box?.value === text() && text() !== undone) {
      undone = text();
      edit(change);
    }
  }

  async function fencePasted(): Promise<void> {
    const long = pasted();
    setPasted(null);
    const { fence } = await import("#/client/messages/formatting.ts");
    const value = field()?.value ?? "";
    if (!long || !value.startsWith(long.words, long.from)) return;
    const change = fence(value, long.from, long.from + long.words.length);
    const end = change.from + change.insert.length;
    edit({ ...change, select: [end, end] });
  }

  return {
    edit,
    /** To be called with each text that is typed. */
    typed(value: string): void {
      if (/:[\w+-]{2,32}:/.test(value)) void replaceCode();
    },
    /** The text with the codes that are left in it as emoji. */
    withEmoji: (value: string): string => codes?.withEmoji(value) ?? value,
    pasted,
    offerFence: (from: number, words: string) => setPasted({ from, words }),
    leavePasted: () => setPasted(null),
    fencePasted,
  };
}
