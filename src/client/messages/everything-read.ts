import { unwrap } from "solid-js/store";
import { say, sayCount } from "#/client/language/say.ts";
import type { Session } from "#/client/shell/session.tsx";
import { messageServer } from "#/client/sync/message-server.ts";
import { asSwError } from "#/client/sync/server.ts";
import type { RoomEntry } from "#/domain/views/state.ts";

/** Whether anything of a room waits: in its timeline, or in a thread of it that one follows. */
export function isUnreadAnywhere(room: Pick<RoomEntry, "unread" | "threads">): boolean {
  return room.unread.length > 0 || Object.values(room.threads).some((each) => each.unread.length > 0);
}

/** Marks rooms and their threads as read, all without `only`: at once on screen; a toast says how many, and takes it back. */
export async function markEverythingRead(session: Session, only?: readonly string[]): Promise<void> {
  const kept = Object.values(unwrap(session.state.rooms))
    .filter((room) => (only?.includes(room.id) ?? true) && isUnreadAnywhere(room))
    .map(({ id, read_position, unread, threads }) => structuredClone({ id, read_position, unread, threads }));
  if (kept.length === 0) {
    session.toaster.show(say("Everything is read already"));
    return;
  }
  session.actions.noteEverythingRead(only);
  try {
    const { token } = await messageServer.markAllRead(only ? kept.map((room) => room.id) : undefined);
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
