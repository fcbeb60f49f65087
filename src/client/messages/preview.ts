import { plainText } from "#/domain/markdown/plain-text.ts";
import type { Message } from "#/domain/messages/message.ts";

/** The beginning of a message's words, on one line. A forward without a comment has none of its own. */
export function previewOf(message: Pick<Message, "content">): string {
  const words = plainText(message.content.body ?? "", 120);
  return words || (message.content.forwarded_from ? "A forwarded message" : "");
}
