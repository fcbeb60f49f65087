import { createSignal } from "solid-js";
import { readerAtOnce } from "#/client/markdown/reader-at-once.ts";

export type Reader = typeof import("#/client/markdown/read.ts");

/** How long a page that is never idle goes without its reader. */
const latestMs = 2_000;

const [reader, setReader] = createSignal<Reader | undefined>(readerAtOnce);

/** What reads Markdown; undefined in a browser that has not loaded it yet. Reactive. */
export { reader };

let loading: Promise<Reader> | undefined;

/** Loads what reads Markdown, once. Rejects when it can't be had; the next call tries again. */
export function loadReader(): Promise<Reader> {
  loading ??= import("#/client/markdown/read.ts").then(
    (loaded) => {
      setReader(() => loaded);
      return loaded;
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

let planned = false;

/** Loads it once the page has nothing better to do: before the first message comes, as a rule. */
export function loadReaderLater(): void {
  if (planned || reader()) return;
  planned = true;
  const load = () => void loadReader().catch(() => undefined);
  // Safari has no idle callbacks.
  if ("requestIdleCallback" in window) requestIdleCallback(load, { timeout: latestMs });
  else setTimeout(load, latestMs);
}
