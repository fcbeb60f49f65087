import { untrack } from "solid-js";
import type { Conversation } from "#/client/messages/conversation.ts";
import { isHiddenAi } from "#/client/messages/hidden-people.ts";
import { isAi } from "#/domain/participants/participant.ts";

/** What was unread when one came in: how much, as far as it is counted, and the position it follows. */
export type UnreadHere = { readonly count: number; readonly after: number };

/** So many are read faster than a summary of them is waited for. */
const fewUnread = 20;

/** What an AI of this room could sum up for the viewer; undefined where there is little, no AI, or nothing may be summed up. */
export function unreadHere(conversation: Conversation): UnreadHere | undefined {
  return untrack(() => {
    const entry = conversation.entry();
    const isOpen = entry?.membership === "join" && entry.room_type !== "incognito";
    if (!isOpen || entry.unread.length < fewUnread) return undefined;
    const members = Object.values(conversation.view()?.members ?? {});
    const hasAi = members.some(({ participant }) => isAi(participant) && !isHiddenAi(conversation, participant.id));
    return hasAi ? { count: entry.unread.length, after: entry.read_position } : undefined;
  });
}
