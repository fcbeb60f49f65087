import { onCleanup, onMount } from "solid-js";

/** How many messages one saves at once. */
const most = 50;

/** `words`: those of the one message that were selected, when it is not all of it. */
export type Selected = { readonly eventIds: readonly string[]; readonly words?: string };

/**
 * The messages that the selected words lie in, as long as the given one is among them; else it alone. Remembered from
 * before the press that asks, because a press may take the selection away.
 */
export function rememberSelected(): (messageId: string) => Selected {
  let held: Selected = { eventIds: [] };
  onMount(() => {
    const look = (event: Event) => {
      const inMenu = event.target instanceof Element && event.target.closest('[role="menu"]');
      if (!inMenu) held = readSelection();
    };
    for (const sign of ["pointerdown", "keydown"]) document.addEventListener(sign, look, true);
    onCleanup(() => {
      for (const sign of ["pointerdown", "keydown"]) document.removeEventListener(sign, look, true);
    });
  });
  return (messageId) => (held.eventIds.includes(messageId) ? held : { eventIds: [messageId] });
}

function readSelection(): Selected {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return { eventIds: [] };
  const range = selection.getRangeAt(0);
  const eventIds = [...document.querySelectorAll('[role="log"] article[id^="m-"]')]
    .filter((article) => range.intersectsNode(article))
    .map((article) => article.id.slice(2))
    .slice(0, most);
  const words = selection.toString().trim();
  return eventIds.length === 1 && words !== "" ? { eventIds, words } : { eventIds };
}
