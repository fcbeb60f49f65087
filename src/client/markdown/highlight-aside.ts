import type { Root } from "hast";

export type Asked = { code: string; language: string };

/** Highlighters match with backtracking patterns, which some texts keep busy for ever: what takes longer stays plain. */
const longestMs = 1_000;

let worker: Worker | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Tokens of `code`, found beside the page, so that no text can hold up what one reads or writes. Undefined for a language
 * that nobody knows, for what takes too long, and where the highlighter could not be loaded.
 */
export function highlightAside(code: string, language: string): Promise<Root | undefined> {
  const next = last.then(() => ask({ code, language }));
  last = next;
  return next;
}

function ask(asked: Asked): Promise<Root | undefined> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isNew = !worker;
    worker ??= new Worker(new URL("./highlight-worker.ts", import.meta.url), { type: "module" });
    const mine = worker;
    const end = (tokens: Root | undefined) => {
      clearTimeout(timer);
      resolve(tokens);
    };
    const giveUp = () => {
      mine.terminate();
      worker = undefined;
      end(undefined);
    };
    const begin = () => {
      timer = setTimeout(giveUp, longestMs);
      mine.postMessage(asked);
    };
    mine.onerror = giveUp;
    mine.onmessage = ({ data }: MessageEvent<"ready" | Root | null>) => {
      if (data === "ready") begin();
      else end(data ?? undefined);
    };
    if (!isNew) begin();
  });
}
