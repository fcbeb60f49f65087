import { highlight } from "#/client/markdown/highlight.ts";
import type { Asked } from "#/client/markdown/highlight-aside.ts";

// Loading this is slow on a slow line, and is no fault of what is asked: the time begins with this word.
postMessage("ready");
addEventListener("message", ({ data: { code, language } }: MessageEvent<Asked>) => {
  postMessage(highlight(code, language) ?? null);
});
