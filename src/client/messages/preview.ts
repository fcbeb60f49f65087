import { say } from "#/client/language/say.ts";
import { loadReaderLater, reader } from "#/client/markdown/reader.ts";
import type { Message } from "#/domain/messages/message.ts";

const shown = 120;

/**
 * The beginning of a message's words, on one line. A forward without a comment has none of its own. Reactive: while the
 * reader is on its way, the words as they were typed.
 */
export function previewOf(message: Pick<Message, "content">): string {
  const body = message.content.body ?? "";
  const words = reader()?.plainText(body, shown) ?? asTyped(body);
  return words || (message.content.forwarded_from ? say("A forwarded message") : "");
}

function asTyped(body: string): string {
  loadReaderLater();
  return body.slice(0, shown).replace(/\s+/g, " ").trim();
}
