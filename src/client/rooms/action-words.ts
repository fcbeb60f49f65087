import type { RoomAction } from "#/domain/rooms/powers.ts";

/** What each act is called in the table of who may do what, in the order of the table. */
export const actionWords: readonly (readonly [action: RoomAction, words: string])[] = [
  ["send", "Write messages"],
  ["react", "React to messages"],
  ["upload", "Upload files"],
  ["invite", "Invite people"],
  ["pin", "Pin messages"],
  ["topic", "Set the topic"],
  ["name", "Name the room"],
  ["redact_others", "Remove messages of others"],
  ["kick", "Remove people"],
  ["ban", "Ban people"],
  ["engage", "Set how AI assistants listen"],
  ["send_as", "Write in the name of an AI"],
  ["set_power", "Change roles"],
  ["archive", "Archive and restore"],
  ["move", "Move to another workspace"],
  ["permissions", "Change this table"],
  ["close", "Close for good"],
  ["delete", "Delete the room"],
];
