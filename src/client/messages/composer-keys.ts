import { isInFence } from "#/client/messages/completion.ts";
import type { Completion } from "#/client/messages/completion-state.ts";
import type { ComposerState } from "#/client/messages/composer-state.ts";
import {
  type Change,
  closeFence,
  continueLine,
  indentItem,
  linkOver,
  linkTo,
  toggleMark,
} from "#/client/messages/marks.ts";
import { writingChoices } from "#/client/messages/writing-choices.ts";

/** On a touch keyboard Enter is the only way to a new line, and Send is a button. */
export function isTouch(): boolean {
  return matchMedia("(hover: none) and (pointer: coarse)").matches;
}

const marks: Record<string, string | undefined> = { b: "**", i: "*", e: "`" };
const marksWithShift: Record<string, string | undefined> = { x: "~~", c: "`" };

type Field = HTMLTextAreaElement;

/** What the field's keys do beside writing. */
export function composerKeys(deps: {
  state: ComposerState;
  completion: Completion;
  onSubmit: () => void;
  /** Stops the AI that is answering here, if one is. */
  stop?: () => (() => void) | undefined;
}) {
  const { state, completion, onSubmit } = deps;
  /** Ctrl+Shift+V asks for the words alone; browsers do not tell that at the paste itself. */
  let plain = false;

  function onKeyDown(event: KeyboardEvent & { currentTarget: Field }): void {
    // While letters are being composed every key is the input method's; some browsers tell only by the code 229.
    if (event.isComposing || event.keyCode === 229) return;
    const main = event.ctrlKey || event.metaKey;
    plain = main && event.shiftKey && event.key.toLowerCase() === "v";
    if (!main && !event.altKey && !event.shiftKey && completion.key(event.key)) event.preventDefault();
    else if (!event.altKey && act(event, event.currentTarget, main)) event.preventDefault();
  }

  /** True when the key was for more than writing. */
  function act(event: KeyboardEvent, field: Field, main: boolean): boolean {
    const { key, shiftKey: shift } = event;
    if (main) return withMain(key, shift, field);
    if (key === "Enter") return enter(shift, field);
    if (key === "Tab") return apply(indentItem(field.value, field.selectionEnd, shift ? -1 : 1), field);
    // With Shift it is the window's: many rooms are marked as read.
    if (key === "Escape") return !shift && leave();
    if (key === "ArrowUp" && state.text() === "") return shift ? replyToLast() : editLast();
    return false;
  }

  function withMain(key: string, shift: boolean, field: Field): boolean {
    if (key === "Enter" && !shift) {
      onSubmit();
      return true;
    }
    if (key === "ArrowUp" || key === "ArrowDown") return !shift && state.recall(key === "ArrowUp" ? -1 : 1);
    if (key.toLowerCase() === "k" && !shift) return link(field);
    const sign = (shift ? marksWithShift : marks)[key.toLowerCase()];
    if (sign) state.edit(toggleMark(field.value, field.selectionStart, field.selectionEnd, sign));
    return sign !== undefined;
  }

  /** The selected words become a link; where it leads is written next. Without a selection the key is the window's. */
  function link(field: Field): boolean {
    const { value, selectionStart: from, selectionEnd: to } = field;
    if (from === to) return false;
    state.edit(linkTo(value, from, to));
    return true;
  }

  function apply(change: Change | null, field: Field): boolean {
    if (!change || field.selectionStart !== field.selectionEnd) return false;
    state.edit(change);
    return true;
  }

  /** Enter sends, but goes on in lists, quotes and code; with Ctrl it sends from there as well. */
  function enter(shift: boolean, field: Field): boolean {
    const { selectionStart: start, value } = field;
    if (isInFence(value, start)) return apply(closeFence(value, start), field);
    if (apply(continueLine(value, start), field)) return true;
    if (shift || isTouch() || writingChoices().sendWith === "ctrl_enter") return false;
    onSubmit();
    return true;
  }

  /** One step a press: out of the reply or edit, stop an AI, then to the newest message; what remains is the shell's. */
  function leave(): boolean {
    const isPlain = state.composing.intent().kind === "plain";
    const stop = isPlain && state.text() === "" ? deps.stop?.() : undefined;
    if (stop) {
      stop();
      return true;
    }
    if (isPlain) return state.text() === "" && state.composing.toNewest();
    state.leave();
    return true;
  }

  function editLast(): boolean {
    const last = state.isEditing() ? undefined : state.lastOwn();
    if (last) state.composing.setIntent({ kind: "edit", eventId: last.id });
    return last !== undefined;
  }

  function replyToLast(): boolean {
    const last = state.isEditing() ? undefined : state.lastOfOthers();
    if (last) state.composing.setIntent({ kind: "reply", eventId: last.id });
    return last !== undefined;
  }

  function onPaste(event: ClipboardEvent & { currentTarget: Field }): void {
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const html = plain ? "" : (event.clipboardData?.getData("text/html") ?? "");
    const change = linkOver(value, selectionStart, selectionEnd, text);
    const isCode = isInFence(value, selectionStart);
    if (change) state.edit(change);
    else if (html && text && !isCode && mayBeRich(html)) void pasteRich(text, html, selectionStart, selectionEnd);
    else {
      // The browser puts it in; what is long may be meant as a block of its own.
      if (!isCode && isLongPaste(text)) state.offerFence(selectionStart, text.replace(/\r\n?/g, "\n"));
      return;
    }
    event.preventDefault();
  }

  /** The plain words come first and at once, the formatted ones in their place: one step of undo leads back to the former. */
  async function pasteRich(text: string, html: string, from: number, to: number): Promise<void> {
    const words = text.replace(/\r\n?/g, "\n");
    const end = from + words.length;
    state.edit({ from, to, insert: words, select: [end, end] });
    const before = state.text();
    const { markdownOf } = await import("#/client/messages/paste-rich.ts");
    const rich = markdownOf(html);
    if (state.text() !== before || rich === null || rich === words.trim()) return;
    state.edit({ from, to: end, insert: rich, select: [from + rich.length, from + rich.length] });
  }

  return { onKeyDown, onPaste };
}

/** Only what has a form that Markdown knows is worth reading; programs put their colours around plain words as well. */
function mayBeRich(html: string): boolean {
  return /<(?:a|b|strong|i|em|s|del|strike|code|pre|ul|ol|blockquote|h[1-6]|table|hr)[\s>]/i.test(html);
}

/** More than one reads as a line of talk. */
function isLongPaste(text: string): boolean {
  return text.length > 4_000 || text.split("\n", 31).length > 30;
}

/** Whether a key typed on the page is meant for the composer: a letter, and nothing that takes letters has the focus. */
export function isForComposer(event: KeyboardEvent, box: Element | undefined): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (writingChoices().singleKeys) return false;
  if (event.key.length !== 1 || !(event.target instanceof Element) || !box) return false;
  if (
    event.target.closest("input, textarea, select, [contenteditable], dialog, [popover], [role=menu], [role=listbox]")
  )
    return false;
  if (event.key === " " && event.target.closest("button, a, summary, [role=button]")) return false;
  // A thread has its own composer beside it.
  return (event.target.closest("aside") ?? null) === (box.closest("aside") ?? null);
}
