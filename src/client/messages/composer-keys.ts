import { isInFence } from "#/client/messages/completion.ts";
import type { Completion } from "#/client/messages/completion-state.ts";
import type { ComposerState } from "#/client/messages/composer-state.ts";
import { continueList, linkOver, toggleMark } from "#/client/messages/marks.ts";

/** On a touch keyboard Enter is the only way to a new line, and Send is a button. */
export function isTouch(): boolean {
  return matchMedia("(hover: none) and (pointer: coarse)").matches;
}

const marks: Record<string, string | undefined> = { b: "**", i: "*", e: "`" };

/** What the field's keys do beside writing. */
export function composerKeys(deps: { state: ComposerState; completion: Completion; onSubmit: () => void }) {
  const { state, completion, onSubmit } = deps;

  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void {
    // While letters are being composed every key is the input method's; some browsers tell only by the code 229.
    if (event.isComposing || event.keyCode === 229) return;
    const field = event.currentTarget;
    const main = event.ctrlKey || event.metaKey;
    if (!main && !event.altKey && !event.shiftKey && completion.key(event.key)) {
      event.preventDefault();
      return;
    }
    if (main && !event.altKey && !event.shiftKey && mark(event.key.toLowerCase(), field)) event.preventDefault();
    else if (event.key === "Enter" && !main && !event.altKey) enter(event, field);
    else if (event.key === "Escape" && !main) leave(event);
    else if (event.key === "ArrowUp" && !main && !event.altKey && !event.shiftKey && state.text() === "")
      editLast(event);
  }

  function mark(key: string, field: HTMLTextAreaElement): boolean {
    const sign = marks[key];
    if (sign) state.edit(toggleMark(field.value, field.selectionStart, field.selectionEnd, sign));
    return sign !== undefined;
  }

  function enter(event: KeyboardEvent, field: HTMLTextAreaElement): void {
    const { selectionStart: start, selectionEnd: end, value } = field;
    if (!event.shiftKey && !isTouch() && !isInFence(value, start)) {
      event.preventDefault();
      onSubmit();
      return;
    }
    const change = start === end && !isInFence(value, start) ? continueList(value, start) : null;
    if (!change) return;
    event.preventDefault();
    state.edit(change);
  }

  /** One step a press: out of the reply or edit, then to the newest message; what remains is the shell's. */
  function leave(event: KeyboardEvent): void {
    const isPlain = state.composing.intent().kind === "plain";
    if (isPlain && (state.text() !== "" || !state.composing.toNewest())) return;
    event.preventDefault();
    if (!isPlain) state.leave();
  }

  function editLast(event: KeyboardEvent): void {
    const last = state.isEditing() ? undefined : state.lastOwn();
    if (!last) return;
    event.preventDefault();
    state.composing.setIntent({ kind: "edit", eventId: last.id });
  }

  function onPaste(event: ClipboardEvent & { currentTarget: HTMLTextAreaElement }): void {
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const change = linkOver(value, selectionStart, selectionEnd, event.clipboardData?.getData("text/plain") ?? "");
    if (!change) return;
    event.preventDefault();
    state.edit(change);
  }

  return { onKeyDown, onPaste };
}

/** Whether a key typed on the page is meant for the composer: a letter, and nothing that takes letters has the focus. */
export function isForComposer(event: KeyboardEvent, box: Element | undefined): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key.length !== 1 || !(event.target instanceof Element) || !box) return false;
  if (
    event.target.closest("input, textarea, select, [contenteditable], dialog, [popover], [role=menu], [role=listbox]")
  )
    return false;
  if (event.key === " " && event.target.closest("button, a, summary, [role=button]")) return false;
  // A thread has its own composer beside it.
  return (event.target.closest("aside") ?? null) === (box.closest("aside") ?? null);
}
