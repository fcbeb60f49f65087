import { say, sayCount } from "#/client/language/say.ts";
import { mutedForEver } from "#/client/rooms/mute-choices.ts";
import { roomVerbs } from "#/client/rooms/room-verbs.ts";
import type { Session } from "#/client/shell/session.tsx";
import { asSwError } from "#/client/sync/server.ts";

/** As many requests at once as do not crowd out what one does meanwhile. */
const atOnce = 4;

type Mute = (roomId: string, mutedUntil: string | null) => Promise<unknown>;
const muteRoom: Mute = (room_id, muted_until) => roomVerbs.mute({ room_id, muted_until });

/**
 * Mutes these rooms until one turns them back on, or ends that. Those that are so already stay as they are, and Undo gives
 * each of the others what it had. The stream brings what changed to every screen, this one too.
 */
export async function muteRooms(
  session: Pick<Session, "state" | "toaster">,
  roomIds: readonly string[],
  muted: boolean,
  mute: Mute = muteRoom,
): Promise<void> {
  const before = new Map<string, string | null>();
  for (const id of roomIds) {
    const room = session.state.rooms[id];
    if (room?.membership === "join" && isMuted(room) !== muted) before.set(id, room.muted_until ?? null);
  }
  const put = async (wanted: ReadonlyMap<string, string | null>) => {
    const waiting = [...wanted];
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await mute(...next);
    };
    try {
      await Promise.all(Array.from({ length: atOnce }, work));
      return true;
    } catch (error) {
      waiting.length = 0;
      session.toaster.show(asSwError(error).message);
      return false;
    }
  };
  const until = muted ? mutedForEver : null;
  if (!(await put(new Map([...before.keys()].map((id) => [id, until]))))) return;
  const count = before.size;
  if (count === 0) return session.toaster.show(say("No room of it had to change."));
  const words = muted
    ? sayCount(count, "1 room muted", "{count} rooms muted")
    : sayCount(count, "1 room unmuted", "{count} rooms unmuted");
  session.toaster.show(words, () => void put(before));
}

function isMuted({ muted_until }: { muted_until?: string | null }): boolean {
  return muted_until != null && Date.parse(muted_until) > Date.now();
}
