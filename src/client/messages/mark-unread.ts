import { say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { unreadHold } from "#/client/messages/unread-hold.ts";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";
import type { Message } from "#/domain/messages/message.ts";

/** Everything from this message on is unread again, here and on one's other devices. */
export async function markUnread(conversation: Conversation, message: Message): Promise<void> {
  const { session } = conversation;
  const roomId = conversation.roomId();
  const root = message.also_in_room ? null : message.thread_root_id;
  const after = message.stream_position - 1;
  unreadHold(session).set(root ?? roomId, after);
  session.actions.noteUnread(roomId, root, after);
  try {
    await messageServer.markUnread(roomId, message.id);
  } catch (error) {
    session.toaster.show(say("Couldn't mark it as unread. {message}", { message: asSwError(error).message }));
  }
}
