import { say } from "#/client/language/say.ts";
import type { RoomKind } from "#/client/ui/rooms/room-glyph.tsx";
import type { Participant } from "#/domain/participants/participant.ts";
import type { Room, RoomType } from "#/domain/rooms/room.ts";

type Known = { readonly me: { readonly id: string }; readonly participants: Readonly<Record<string, Participant>> };
type Named = Pick<Room, "name" | "room_type" | "dm_participant_ids">;

/** The other one of a direct room; undefined for any other room, and for someone this browser was not told of. */
export function otherOf(room: Pick<Room, "dm_participant_ids">, known: Known): Participant | undefined {
  const id = room.dm_participant_ids?.find((each) => each !== known.me.id);
  return id === undefined ? undefined : known.participants[id];
}

/** What a room is called here: a direct room by the other one's name. */
export function roomName(room: Named, known: Known): string {
  if (room.room_type === "dm") return otherOf(room, known)?.display_name ?? say("Someone who left");
  return room.name ?? say("Unnamed room");
}

/** As in running text: `#design`, but people by their name alone. */
export function roomTitle(room: Named, known: Known): string {
  return room.room_type === "dm" ? roomName(room, known) : `#${roomName(room, known)}`;
}

const kinds: Record<RoomType, RoomKind> = {
  group: "group",
  public: "public",
  dm: "private",
  incognito: "incognito",
  sidekick: "sidekick",
  bridge: "bridge",
};

export function roomKind(room: Pick<Room, "room_type">): RoomKind {
  return kinds[room.room_type];
}

/** What one has to know of a room before reading in it, as a tag beside its name. */
export function markOfRoom(room: Pick<Room, "room_type" | "state">): string | undefined {
  if (room.state === "archived") return say("Archived");
  if (room.state === "closed") return say("Closed");
  return room.room_type === "incognito" ? say("Incognito") : undefined;
}
