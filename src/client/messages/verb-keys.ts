import type { Verb } from "#/client/messages/verbs.ts";

/** Keys of a focused message, as in its menu. */
export const verbKeys: Record<string, Verb | undefined> = {
  r: "reply",
  "+": "react",
  t: "thread",
  e: "edit",
  u: "mark_unread",
  f: "forward",
};
