import { say } from "#/client/language/say.ts";
import type { RoomAction } from "#/domain/rooms/powers.ts";

/** What each act is called in the table of who may do what, in the order of the table. */
export const actionWords = (): readonly (readonly [action: RoomAction, words: string])[] => [
  ["send", say("Write messages")],
  ["react", say("React to messages")],
  ["upload", say("Upload files")],
  ["invite", say("Invite people")],
  ["pin", say("Pin messages")],
  ["topic", say("Set the topic")],
  ["name", say("Name the room")],
  ["redact_others", say("Remove messages of others")],
  ["kick", say("Remove people")],
  ["ban", say("Ban people")],
  ["engage", say("Set how AI assistants listen")],
  ["send_as", say("Write in the name of an AI")],
  ["set_power", say("Change roles")],
  ["archive", say("Archive and restore")],
  ["move", say("Move to another workspace")],
  ["permissions", say("Change this table")],
  ["close", say("Close for good")],
  ["delete", say("Delete the room")],
];
