import type * as z from "zod/mini";
import { SwError } from "#/domain/errors.ts";
import type { messageContent } from "#/domain/messages/schema.ts";

/** Content of one message, in UTF-8 bytes of its JSON (the protocol's 64 KB). */
export const maxContentBytes = 65_536;
/** Nesting that no honest client sends; deeper JSON only serves to exhaust parsers further down. */
const maxDepth = 32;

export type MessageContent = z.infer<typeof messageContent>;

/** Throws SW_CONTENT_TOO_LARGE or SW_BAD_REQUEST for content that may not be stored. */
export function checkContent(content: MessageContent): void {
  checkForm(content);
  const isText = content.msgtype === undefined || content.msgtype === "swp.text" || content.msgtype === "swp.code";
  if (isText && !(content.body ?? "").trim()) throw new SwError("SW_BAD_REQUEST", "A message needs words.");
  if (content.msgtype === "swp.system") throw new SwError("SW_BAD_REQUEST", "Only the server writes system messages.");
  if (content.also_in_room && !content.thread_root_id)
    throw new SwError("SW_BAD_REQUEST", "Only a reply in a thread can be shown in the room too.");
}

/** As `checkContent`, for words that are not finished: there may be none yet. */
export function checkDraft(content: MessageContent): void {
  checkForm(content);
}

function checkForm(content: MessageContent): void {
  const bytes = new TextEncoder().encode(JSON.stringify(content)).length;
  if (bytes > maxContentBytes) {
    throw new SwError("SW_CONTENT_TOO_LARGE", `The message is ${bytes - maxContentBytes} bytes over 64 KB.`);
  }
  inspect(content, 0);
  // Else one could put words into the mouth of somebody in another room.
  if (content.ai) throw new SwError("SW_BAD_REQUEST", "Only the server says which AI a message comes from.");
  if (content.forwarded_from)
    throw new SwError("SW_BAD_REQUEST", "Only the server says where a message was forwarded from.");
}

/** PostgreSQL cannot store U+0000 or a lone surrogate in jsonb, and `__proto__` only serves to poison what reads it. */
function inspect(value: unknown, depth: number): void {
  if (depth > maxDepth) throw new SwError("SW_BAD_REQUEST", "The content is nested too deeply.");
  if (typeof value === "string") {
    if (value.includes("\u0000") || !value.isWellFormed())
      throw new SwError("SW_BAD_REQUEST", "The text is not valid Unicode.");
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (key === "__proto__" || key === "constructor" || key === "prototype") {
        throw new SwError("SW_BAD_REQUEST", `“${key}” is not allowed as a key.`);
      }
      inspect(key, depth);
      inspect(inner, depth + 1);
    }
  }
}
