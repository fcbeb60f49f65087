import type { Navigator } from "@solidjs/router";
import { say } from "#/client/language/say.ts";
import { roomTitle } from "#/client/rooms/room-names.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import type { Session } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";
import type { Room } from "#/domain/rooms/room.ts";

type Telling = Pick<Session, "state" | "store" | "toaster">;

/** Opens an archived room, or a conversation that was closed, for writing again. Undo can mend it, so nothing is asked. */
export async function restore({ state, store, toaster }: Telling, room: Room): Promise<void> {
  const title = roomTitle(room, state);
  try {
    await roomVerbs.restore(room.id);
    await store.loadRoom(room.id);
    toaster.show(
      room.room_type === "dm"
        ? say("The conversation with {title} is open again", { title })
        : say("{title} was restored", { title }),
    );
  } catch (error) {
    toaster.show(say("Couldn't restore {title}. {message}", { title, message: asSwError(error).message }));
  }
}

/** A direct conversation leaves one's list; writing to the other one brings it back. */
export async function closeConversation(session: Telling, room: Room, navigate: Navigator): Promise<void> {
  const title = roomTitle(room, session.state);
  try {
    await roomVerbs.leave(room.id);
    navigate("/");
    session.toaster.show(say("The conversation with {title} was closed", { title }), () => void restore(session, room));
  } catch (error) {
    session.toaster.show(say("Couldn't close the conversation. {message}", { message: asSwError(error).message }));
  }
}
