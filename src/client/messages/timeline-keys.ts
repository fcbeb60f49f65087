import { type Accessor, createMemo, createSignal } from "solid-js";
import { messageDomId } from "#/client/messages/dom-id.ts";
import type { Stage } from "#/client/messages/stage.tsx";
import type { TimelineModel } from "#/client/messages/timeline-model.ts";
import type { TimelineScroll } from "#/client/messages/timeline-scroll.ts";

/** A line that was just scrolled to is in the page within a few frames. */
const maxFrames = 10;

/** The arrows move between messages once one has the focus; Tab reaches one of them, at first the newest. */
export function createTimelineKeys(deps: {
  stage: Stage;
  model: TimelineModel;
  scroll: TimelineScroll;
  scroller: Accessor<HTMLElement | undefined>;
}) {
  const { stage, model, scroll, scroller } = deps;
  const [chosen, setChosen] = createSignal<string>();
  const messageIndexes = createMemo(() =>
    model.lines().flatMap((line, index) => (line.kind === "message" ? [index] : [])),
  );
  const keyAt = (index: number | undefined) => (index === undefined ? undefined : model.rows()[index]?.key);
  const active = createMemo(() => {
    const key = chosen();
    const stands = key !== undefined && model.rows().some((row) => row.key === key);
    return stands ? key : keyAt(messageIndexes().at(-1));
  });
  const activeIndex = createMemo(() => model.rows().findIndex((row) => row.key === active()));

  function move(step: number): void {
    const indexes = messageIndexes();
    const at = indexes.indexOf(activeIndex());
    const next = indexes[Math.min(Math.max(0, at + step), indexes.length - 1)];
    const line = next === undefined ? undefined : model.lines()[next];
    if (next === undefined || line?.kind !== "message") return;
    setChosen(line.key);
    focusSoon(messageDomId(line.item.message.id), next);
  }

  function focusSoon(id: string, index: number, frame = 0): void {
    const article = document.getElementById(id);
    if (article) {
      article.focus({ preventScroll: true });
      article.scrollIntoView({ block: "nearest" });
    } else if (frame < maxFrames) {
      if (frame === 0) scroll.goTo(index, "center");
      requestAnimationFrame(() => focusSoon(id, index, frame + 1));
    }
  }

  return {
    active,
    /** The one that Tab reaches stays in the page, also when it is scrolled out of view. */
    kept: createMemo<readonly number[]>(
      () => (chosen() !== undefined && activeIndex() >= 0 ? [activeIndex()] : []),
      [],
      {
        equals: (a, b) => a[0] === b[0],
      },
    ),
    onFocusIn(event: FocusEvent): void {
      const article = event.target instanceof Element ? event.target.closest("article") : null;
      const item = article && model.items().find((each) => messageDomId(each.message.id) === article.id);
      if (item) setChosen(item.key);
    },
    onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const onMessage = event.target instanceof Element && event.target.matches("article");
      const onBox = event.target === scroller();
      if (!onMessage && !onBox) return;
      const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
      const step = steps[event.key];
      if (event.key === "Escape" && onMessage) stage.composing().focus();
      else if (step !== undefined && onMessage) move(step);
      else return;
      event.preventDefault();
    },
  };
}
