import { unreadOf } from "#/domain/messages/unread.ts";
import type { RoomEntry } from "#/domain/views/state.ts";

/** The room before or after the one shown, going round; with `unread` only those where something waits. */
export function neighbour(
  rooms: readonly RoomEntry[],
  currentId: string | undefined,
  step: 1 | -1,
  unread: boolean,
): RoomEntry | undefined {
  const at = rooms.findIndex((room) => room.id === currentId);
  const start = at < 0 && step < 0 ? 0 : at;
  const ring = rooms.map((_, index) => rooms[(start + step * (index + 1) + rooms.length * 2) % rooms.length]!);
  return ring.find((room) => room.id !== currentId && (!unread || unreadOf(room).count > 0));
}
