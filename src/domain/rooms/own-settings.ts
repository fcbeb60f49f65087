import type { NotificationMode, OwnRoomSettings, RoomType } from "#/domain/rooms/room.ts";

/** What holds for one who has just been asked or come in. */
export const noOwnSettings: OwnRoomSettings = { notification_mode: null, muted_until: null, hidden_until: null };

/** What notifies in this room, with the default filled in. */
export function notificationModeOf(
  room: { room_type: RoomType } & Partial<Pick<OwnRoomSettings, "muted_until" | "notification_mode">>,
  now: number,
): NotificationMode {
  if (room.muted_until && Date.parse(room.muted_until) > now) return "none";
  return room.notification_mode ?? (room.room_type === "dm" ? "all" : "mentions");
}

/** Whether a direct room that was closed for oneself is still out of the list. */
export function isHidden(entry: { hidden_until?: number | null; last_position: number }): boolean {
  return entry.hidden_until != null && entry.last_position <= entry.hidden_until;
}
