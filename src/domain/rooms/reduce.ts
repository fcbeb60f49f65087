import type { Member, Room } from "#/domain/rooms/room.ts";

/** Who counts among a room's people: those in it and those asked to come. The others leave the list. */
export function changeMember(members: Record<string, Member>, member: Member): void {
  if (member.membership === "join" || member.membership === "invite") members[member.participant_id] = { ...member };
  else delete members[member.participant_id];
}

/** Keeps what is one's own beside the room's fields, such as membership and unread. */
export function changeRoom(room: Room, change: Partial<Room>): void {
  Object.assign(room, change);
}
