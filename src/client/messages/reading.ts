import { createEffect, on, onCleanup, onMount } from "solid-js";
import type { Conversation } from "#/client/messages/conversation.ts";
import { look, readAfterMs, readIn, type Seen } from "#/client/messages/follow.ts";
import { unreadHold } from "#/client/messages/unread-hold.ts";
import type { Message } from "#/domain/messages/message.ts";

/** Signs that a person is there, and not only the page that a link opened. */
const signs = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

export type ReadingDeps = {
  /** A message that was scrolled past for a second, and all before it, count as read. */
  readonly markTo?: (message: Message) => void;
  /** What was seen for a second counts as read. */
  readonly mark: () => void;
  /** A link led here, and nothing counts as read until the person does something. */
  readonly jumped: boolean;
  /** Marked unread by hand: nothing counts as read by itself. */
  readonly isHeld: () => boolean;
  /** Whether it is on screen at all. */
  readonly isShown?: () => boolean;
};

/** Marks a place as read when its end has been on screen, in a focused window, for a second. */
export function createReading({ mark: markSeen, markTo, jumped, isHeld, isShown = () => true }: ReadingDeps) {
  let seen: Seen = { focused: false, atBottom: false, since: null };
  let waiting = jumped;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let passing: ReturnType<typeof setTimeout> | undefined;

  function plan(): void {
    clearTimeout(timer);
    const left = readIn(seen, Date.now());
    if (left !== null) timer = setTimeout(mark, left);
  }

  function change(next: Partial<Pick<Seen, "focused" | "atBottom">>): void {
    const before = seen.since;
    seen = look(seen, { focused: seen.focused, atBottom: seen.atBottom, ...next }, Date.now());
    if (seen.since !== before) plan();
  }

  function mark(): void {
    timer = undefined;
    if (!waiting && isShown() && !isHeld()) markSeen();
  }

  onMount(() => {
    const focus = () => change({ focused: isShown() && document.hasFocus() && document.visibilityState === "visible" });
    const act = () => {
      if (!waiting) return;
      waiting = false;
      plan();
    };
    createEffect(on(isShown, focus));
    window.addEventListener("focus", focus);
    window.addEventListener("blur", focus);
    document.addEventListener("visibilitychange", focus);
    for (const sign of signs) window.addEventListener(sign, act, { passive: true });
    onCleanup(() => {
      clearTimeout(timer);
      clearTimeout(passing);
      window.removeEventListener("focus", focus);
      window.removeEventListener("blur", focus);
      document.removeEventListener("visibilitychange", focus);
      for (const sign of signs) window.removeEventListener(sign, act);
    });
  });

  return {
    atBottom: (atBottom: boolean) => change({ atBottom }),
    /** Something came: it is read a second after, if nothing changes. */
    grew(): void {
      if (seen.since !== null && timer === undefined) timer = setTimeout(mark, readAfterMs);
    },
    /** What stands at the foot of the window further up: it is read a second after, if it still stands there. */
    passed(message: Message | undefined): void {
      clearTimeout(passing);
      passing = setTimeout(() => {
        if (message && seen.focused && !waiting && !isHeld()) markTo?.(message);
      }, readAfterMs);
    },
    isFocused: () => seen.focused,
  };
}

/** Everything of the room, as one says so or has seen it. */
export function markAll(conversation: Conversation, newest: Message | undefined): void {
  const last = conversation.entry()?.unread.at(-1);
  const target =
    last && last.stream_position > (newest?.stream_position ?? 0)
      ? { id: last.event_id, stream_position: last.stream_position }
      : newest;
  unreadHold(conversation.session).release(conversation.roomId());
  if (target) conversation.session.actions.markRead(conversation.roomId(), target);
}
