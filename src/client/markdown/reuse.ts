import type { ElementContent } from "hast";

/** `<For>` goes by identity: equal blocks at the same place are the same block. */
export function reuse(previous: readonly ElementContent[], next: readonly ElementContent[]): ElementContent[] {
  return next.map((block, index) => {
    const old = previous[index];
    return old && JSON.stringify(old) === JSON.stringify(block) ? old : block;
  });
}
