/** What can have the focus and is not passed over. */
const focusable =
  'a[href]:not([tabindex="-1"]), button:not([disabled], [tabindex="-1"]), input, select, textarea, [tabindex="0"]';

/** Parts of the window in the order in which F6 goes round, and what one works with in each. */
const parts: readonly { readonly at: string; readonly first: string }[] = [
  { at: "#rail", first: '[aria-current="page"], a[href]' },
  { at: "#sidebar", first: 'a[tabindex="0"], a[href]' },
  { at: "#main header", first: "a[href], button" },
  { at: '#main [role="log"]', first: 'article[tabindex="0"]' },
  { at: "#main [data-composer]", first: "textarea" },
  { at: "#main", first: "a[href], button, input, textarea" },
  { at: "#panel", first: "textarea" },
  { at: "#tabs", first: "a[href]" },
];

/** From part to part of the window and round: to what one works with there, else to the first that takes the focus. */
export function toNextRegion(step: 1 | -1): void {
  const shown = parts.flatMap(({ at, first }) => {
    const part = [...document.querySelectorAll<HTMLElement>(at)].find(isSeen);
    return part ? [{ part, first }] : [];
  });
  // A room has parts of its own; any other page is one part.
  const isRoom = shown.some(({ part }) => part.role === "log");
  const round = shown.filter(({ part }) => (isRoom ? part.id !== "main" : !part.parentElement?.closest("#main")));
  const here = round.findIndex(({ part }) => part.contains(document.activeElement));
  const from = here === -1 && step === -1 ? 0 : here;
  const next = round[(from + step + round.length) % round.length];
  if (next) focusIn(next.part, next.first);
}

function focusIn(part: HTMLElement, first: string): void {
  const target = [first, focusable]
    .flatMap((selector) => [...part.querySelectorAll<HTMLElement>(selector)])
    .find(isSeen);
  if (!target) part.tabIndex = -1;
  (target ?? part).focus();
}

function isSeen(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true });
}
