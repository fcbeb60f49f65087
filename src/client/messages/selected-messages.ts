/** How many messages one saves at once. */
const most = 50;

/** `words`: those of the one message that were selected, when it is not all of it. */
export type Selected = { readonly eventIds: readonly string[]; readonly words?: string };

/** The messages that the selected words lie in, as long as the given one is among them; else it alone. */
export function selectedWith(messageId: string): Selected {
  const held = readSelection();
  return held.eventIds.includes(messageId) ? held : { eventIds: [messageId] };
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
