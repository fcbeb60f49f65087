import type { Navigator } from "@solidjs/router";
import { roomPath } from "#/client/shell/places.ts";
import type { Session } from "#/client/shell/session.tsx";
import { api } from "#/client/sync/api.ts";
import { asSwError } from "#/client/sync/server.ts";
import type { RoomEntry } from "#/domain/views/state.ts";

/** The direct room with someone, if there is one. */
export function findDm({ rooms }: Pick<Session["state"], "rooms">, participantId: string): RoomEntry | undefined {
  return Object.values(rooms).find((room) => room.dm_participant_ids?.includes(participantId));
}

/** Goes to the direct room with someone, making it at the first time. Answers why it did not come to that. */
export async function startDm(
  { state }: Pick<Session, "state">,
  participantId: string,
  slug: string,
  navigate: Navigator,
): Promise<string | undefined> {
  if (participantId === state.me.id) {
    navigate("/you");
    return undefined;
  }
  const known = findDm(state, participantId);
  if (known) {
    navigate(roomPath(slug, known.id));
    return undefined;
  }
  try {
    const room = await api.rooms.createDm.mutate({ participant_id: participantId });
    navigate(roomPath(slug, room.id));
    return undefined;
  } catch (error) {
    return asSwError(error).message;
  }
}
