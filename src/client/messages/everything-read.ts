import { unwrap } from "solid-js/store";
import { say, sayCount } from "#/client/language/say.ts";
import type { Session } from "#/client/shell/session.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";

/** Marks all rooms and threads as read, at once on screen; a toast says how many, and takes it back. */
export async function markEverythingRead(session: Session): Promise<void> {
  const kept = Object.values(unwrap(session.state.rooms))
    .filter((room) => room.unread.length > 0 || Object.values(room.threads).some((each) => each.unread.length > 0))
    .map(({ id, read_position, unread, threads }) => structuredClone({ id, read_position, unread, threads }));
  if (kept.length === 0) {
    session.toaster.show(say("Everything is read already"));
    return;
  }
  session.actions.noteEverythingRead();
  try {
    const { token } = await messageServer.markAllRead();
    const rooms = sayCount(kept.length, "{count} room", "{count} rooms");
    session.toaster.show(say("Marked {rooms} as read", { rooms }), () => void takeBack(session, token, kept));
  } catch (error) {
    session.actions.restoreUnread(kept);
    session.toaster.show(say("Couldn't mark everything as read. {message}", { message: asSwError(error).message }));
  }
}

type Kept = Parameters<Session["actions"]["restoreUnread"]>[0];

async function takeBack(session: Session, token: string, kept: Kept): Promise<void> {
  try {
    await messageServer.undoMarkRead(token);
    session.actions.restoreUnread(kept);
  } catch (error) {
    session.toaster.show(say("Couldn't take it back. {message}", { message: asSwError(error).message }));
  }
}
