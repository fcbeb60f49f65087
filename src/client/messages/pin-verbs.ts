import { say } from "#/client/language/say.ts";
import type { Conversation } from "#/client/messages/conversation.ts";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";

/** Pins a message for everyone in the room, or takes the pin off; unpinning can be taken back. */
export async function setPinned(conversation: Conversation, eventId: string, pinned: boolean): Promise<void> {
  const { toaster } = conversation.session;
  const roomId = conversation.roomId();
  try {
    await (pinned ? messageServer.pin(roomId, eventId) : messageServer.unpin(roomId, eventId));
    if (pinned) toaster.show(say("Pinned to the room"));
    else toaster.show(say("Unpinned"), () => void setPinned(conversation, eventId, true));
  } catch (error) {
    const { message: why } = asSwError(error);
    toaster.show(pinned ? say("Couldn't pin it. {why}", { why }) : say("Couldn't unpin it. {why}", { why }));
  }
}
