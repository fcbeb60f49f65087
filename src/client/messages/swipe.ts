/** How far a finger goes to the right until it means something; look.md. */
const far = 56;
const most = 72;
/** The edge belongs to the device's own way back. */
const edge = 24;
/** Until then nobody knows whether a finger scrolls or swipes. */
const slack = 10;

/**
 * A finger that draws a message to the right, in either direction of writing. What scrolls sideways itself keeps its finger.
 * The message follows as far as it means something, and goes back when it is let go. The answer ends it.
 */
export function onSwipe(box: HTMLElement, selector: string, act: (target: HTMLElement) => void): () => void {
  let target: HTMLElement | undefined;
  let start = { x: 0, y: 0 };
  let pulled = 0;
  let isSwipe = false;

  const release = () => {
    if (target) {
      target.style.translate = "";
      delete target.dataset.swiped;
    }
    target = undefined;
    isSwipe = false;
    pulled = 0;
  };
  const down = (event: PointerEvent) => {
    release();
    const origin = event.target instanceof Element ? event.target : null;
    const isFree = event.pointerType === "touch" && event.isPrimary && event.clientX >= edge;
    if (!isFree || origin?.closest("pre, table, input, textarea")) return;
    target = origin?.closest<HTMLElement>(selector) ?? undefined;
    start = { x: event.clientX, y: event.clientY };
  };
  const move = (event: PointerEvent) => {
    if (!target) return;
    const [x, y] = [event.clientX - start.x, event.clientY - start.y];
    if (!isSwipe) {
      if (Math.hypot(x, y) < slack) return;
      if (x < Math.abs(y) * 2) return release();
      isSwipe = true;
    }
    pulled = Math.max(0, Math.min(most, x));
    target.style.translate = `${pulled}px 0`;
    if (pulled >= far && target.dataset.swiped === undefined) navigator.vibrate?.(10);
    if (pulled >= far) target.dataset.swiped = "";
    else delete target.dataset.swiped;
  };
  const up = () => {
    const drawn = pulled >= far ? target : undefined;
    release();
    if (drawn) act(drawn);
  };
  const listeners = [
    ["pointerdown", down],
    ["pointermove", move],
    ["pointerup", up],
    ["pointercancel", release],
  ] as [string, (event: Event) => void][];
  for (const [type, hear] of listeners) box.addEventListener(type, hear);
  return () => {
    release();
    for (const [type, hear] of listeners) box.removeEventListener(type, hear);
  };
}
