import type { Conversation } from "#/client/messages/conversation.ts";
import type { Message } from "#/domain/messages/message.ts";
import { mayEdit } from "#/domain/messages/rules.ts";

/** The newest words of somebody else, in the room or in the thread of `rootId`: what Shift+Up answers. */
export function lastOfOthers(conversation: Conversation, rootId: string | null): Message | undefined {
  const thread = rootId ? conversation.session.state.threads[rootId] : undefined;
  const all = rootId ? (thread ? [thread.root, ...thread.replies] : []) : (conversation.view()?.messages ?? []);
  return all.findLast(
    (message) =>
      message.sender_id !== conversation.me && message.redacted_at === null && message.content.msgtype !== "swp.system",
  );
}

/** One's newest words there that can still be changed. */
export function lastOwn(conversation: Conversation, rootId: string | null): Message | undefined {
  const standing = conversation.standing();
  const all = rootId ? conversation.session.state.threads[rootId]?.replies : conversation.view()?.messages;
  if (!standing) return undefined;
  return all?.findLast((message) => {
    const asked = { ...message, msgtype: message.content.msgtype };
    return mayEdit(standing, conversation.me, asked, new Date()) === null;
  });
}
