import { reader } from "#/client/markdown/reader.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { type Handles, mentionsInText } from "#/domain/markdown/mentions.ts";
import type { MessageContent } from "#/domain/messages/content.ts";
import { isAi } from "#/domain/participants/participant.ts";

/** From more people than this on, `@room` is asked about first. */
export const askAbove = 10;
const word = "room";

/** Ids of all people here but oneself, whom `@room` names; null where the word means nothing: in direct rooms, or as a handle. */
export function everyone(conversation: Conversation): string[] | null {
  if (conversation.room()?.room_type === "dm" || conversation.handles().has(word)) return null;
  return Object.values(conversation.view()?.members ?? {})
    .filter((each) => each.membership === "join" && !isAi(each.participant) && each.participant_id !== conversation.me)
    .map((each) => each.participant_id);
}

/** Whom a text mentions. `all`: how many people `@room` calls besides; null without it. */
export function mentionsOf(conversation: Conversation, body: string): { ids: string[]; all: number | null } {
  const people = everyone(conversation);
  const handles = conversation.handles();
  const found = namedIn(body, people ? new Map([...handles, [word, word]]) : handles);
  return { ids: found.filter((id) => id !== word), all: people && found.includes(word) ? people.length : null };
}

/** Without the reader, which a page that lost its connection early can't have, code counts as words. */
function namedIn(body: string, handles: Handles): string[] {
  return body.includes("@") ? (reader()?.extractMentions(body, handles) ?? mentionsInText(body, handles)) : [];
}

/** The same as the content of a message carries it. */
export function mentionsIn(
  conversation: Conversation,
  body: string,
): Pick<MessageContent, "mentions" | "mentions_room"> {
  const { ids, all } = mentionsOf(conversation, body);
  return { ...(ids.length > 0 ? { mentions: ids } : {}), ...(all === null ? {} : { mentions_room: true }) };
}
