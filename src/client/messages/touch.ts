import { onLongPress } from "#/client/messages/long-press.ts";
import type { Stage } from "#/client/messages/stage.tsx";
import { onSwipe } from "#/client/messages/swipe.ts";
import type { TimelineItem } from "#/client/sync/timeline.ts";

/** What a finger does with a message: a swipe answers it, resting on it opens what one can do. The answer ends it. */
export function hearTouch(box: HTMLElement, stage: Stage, items: () => readonly TimelineItem[]): () => void {
  const itemOf = (article: Element) => items().find((each) => article.id === `m-${each.message.id}`);
  const unpress = onLongPress(box, "article", (article) => {
    const item = itemOf(article);
    if (item) stage.openActions(item, article);
  });
  const unswipe = onSwipe(box, "article", (article) => {
    const item = itemOf(article);
    if (item && stage.verbs(item).includes("reply")) stage.run("reply", item, article);
  });
  return () => {
    unpress();
    unswipe();
  };
}
