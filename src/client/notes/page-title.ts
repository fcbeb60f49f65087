import { createRenderEffect, createSignal, untrack } from "solid-js";

/**
 * The title of a page, which is read once more while the page is taken down. Only a signal may be read then: a memo would
 * be worked out again, with what it stands on, in the middle of taking that down.
 */
export function createPageTitle(name: () => string): () => string {
  const [title, setTitle] = createSignal(untrack(name));
  createRenderEffect(() => setTitle(name()));
  return () => `${title()} · ScaiWave`;
}
