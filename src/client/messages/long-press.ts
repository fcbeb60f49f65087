const pressMs = 450;
const slack = 10;

/**
 * A finger that rests on a message for a moment. Moving, lifting or scrolling ends it, and links and buttons (`keeps`) have
 * a long press of their own. The click of lifting the finger is swallowed wherever it falls: what opened may lie under it. The answer ends
 * it.
 */
export function onLongPress(
  box: HTMLElement,
  selector: string,
  act: (target: Element) => void,
  { keeps = "a, button, input, pre" }: { keeps?: string } = {},
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start = { x: 0, y: 0 };
  let acted = false;

  const cancel = () => clearTimeout(timer);
  const down = (event: PointerEvent) => {
    cancel();
    const origin = event.target instanceof Element ? event.target : null;
    const target = origin?.closest(selector);
    if (event.pointerType !== "touch" || !target || origin?.closest(keeps)) return;
    start = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => {
      acted = true;
      navigator.vibrate?.(10);
      act(target);
    }, pressMs);
  };
  const move = (event: PointerEvent) => {
    if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > slack) cancel();
  };
  const swallow = (event: Event) => {
    if (!acted) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const renew = () => {
    acted = false;
  };
  const listeners = [
    [window, "pointerdown", renew],
    [window, "contextmenu", swallow],
    [window, "click", swallow],
    [box, "pointerdown", down],
    [box, "pointermove", move],
    [box, "pointerup", cancel],
    [box, "pointercancel", cancel],
    [box, "scroll", cancel],
  ] as [EventTarget, string, (event: Event) => void][];
  for (const [target, type, hear] of listeners) target.addEventListener(type, hear, { capture: true });
  return () => {
    cancel();
    for (const [target, type, hear] of listeners) target.removeEventListener(type, hear, { capture: true });
  };
}
