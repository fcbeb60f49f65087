import { say } from "#/client/language/say.ts";
import { loadReaderLater, reader } from "#/client/markdown/reader.ts";
import type { Message } from "#/domain/messages/message.ts";

const shown = 120;

/**
 * The beginning of a message's words, on one line. A forward without a comment has none of its own. Reactive: while the
 * reader is on its way, the words as they were typed.
 */
export function previewOf(message: Pick<Message, "content">, most = shown): string {
  const body = message.content.body ?? "";
  const words = reader()?.plainText(body, most) ?? asTyped(body, most);
  return words || (message.content.forwarded_from ? say("A forwarded message") : "");
}

function asTyped(body: string, most: number): string {
  loadReaderLater();
  return body.slice(0, most).replace(/\s+/g, " ").trim();
}
