import { highlight } from "#/client/markdown/highlight.ts";
import type { Asked } from "#/client/markdown/highlight-aside.ts";

/** A DOM without a browser has no workers: this one does the same work, unless it is asked for `stuck`. */
export class HereWorker {
  static ended = 0;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  constructor() {
    queueMicrotask(() => this.onmessage?.({ data: "ready" }));
  }
  postMessage({ code, language }: Asked): void {
    if (!code.includes("stuck")) queueMicrotask(() => this.onmessage?.({ data: highlight(code, language) ?? null }));
  }
  terminate(): void {
    HereWorker.ended += 1;
  }
}
