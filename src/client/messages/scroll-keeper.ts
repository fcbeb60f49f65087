import type { VirtualizerHandle } from "virtua/solid";
import { follows, fromBottom, type Scrolled } from "#/client/messages/follow.ts";

/** At the very bottom, as far as fractions of pixels tell. */
const pinnedWithin = 4;

/** A place to come back to in this session: the measured heights, and how far one had scrolled. */
export type Place = { cache: VirtualizerHandle["cache"]; firstKey: string | undefined; top: number };

/**
 * Holds the timeline where it belongs. At the very bottom it stays there while heights change (`pinned`); near it new
 * messages are followed (`near`); elsewhere only the person moves it, and the list keeps what is in view at its pixel.
 */
export function createScrollKeeper(scroller: () => HTMLElement | undefined, onMoved: (scrolled: Scrolled) => void) {
  let pinned = true;
  let near = true;
  let byHand = false;
  /** Sent elsewhere on purpose: what the way there passes, the end as well, holds nothing until a hand or `toBottom`. */
  let sent = false;
  let watched: HTMLElement | undefined;

  /** Only a hand leaves the end: rows that are measured late, and the list that makes up for them, move it as well. */
  function watch(box: HTMLElement): void {
    if (watched === box) return;
    watched = box;
    const note = () => {
      byHand = true;
      sent = false;
    };
    for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      box.addEventListener(kind, note, { passive: true });
    }
  }

  function measure(): Scrolled {
    const box = scroller();
    if (box) watch(box);
    return box
      ? { top: box.scrollTop, height: box.scrollHeight, viewport: box.clientHeight }
      : { top: 0, height: 0, viewport: 0 };
  }

  function toBottom(): void {
    sent = false;
    pinned = true;
    near = true;
    const box = scroller();
    if (box) {
      byHand = false;
      box.scrollTop = box.scrollHeight;
    }
    onMoved(measure());
  }

  return {
    measure,
    toBottom,
    isNear: () => near,
    isPinned: () => pinned,
    /** Before going somewhere else on purpose. */
    release(): void {
      sent = true;
      pinned = false;
      near = false;
    },
    scrolled(): void {
      const now = measure();
      const isAtEnd = fromBottom(now) <= pinnedWithin;
      if (isAtEnd) byHand = false;
      pinned = !sent && (isAtEnd || (pinned && !byHand));
      near = pinned || follows(now);
      onMoved(now);
    },
    /** Heights changed: those of messages, of the window, of the composer below. */
    resized(): void {
      if (pinned) toBottom();
      else onMoved(measure());
    },
    /** Lines were added at the end. */
    grew(own: boolean): void {
      if (own || near) toBottom();
      else onMoved(measure());
    },
  };
}
