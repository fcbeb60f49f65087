/** What one can do in a room, with the power level it needs unless the room says otherwise. */
export const defaultPower = {
  read: 0,
  send: 0,
  react: 0,
  upload: 0,
  redact_own: 0,
  invite: 0,
  topic: 10,
  pin: 10,
  name: 50,
  kick: 50,
  ban: 50,
  redact_others: 50,
  engage: 50,
  archive: 100,
  close: 100,
  delete: 100,
  move: 100,
  set_power: 100,
  permissions: 100,
  send_as: 100,
} as const;

export type RoomAction = keyof typeof defaultPower;
export const roomActions = Object.keys(defaultPower) as RoomAction[];

/**
 * Actions whose required power a room may change. Reading, and taking back one's own words, is every member's; what ends
 * a room or says who may change this very table stays with its administrators.
 */
export const adjustableActions = [
  "send", "react", "upload", "invite", "topic", "pin", "name", "kick", "ban", "redact_others", "engage", "archive",
  "set_power", "send_as",
] as const satisfies readonly RoomAction[]; // biome-ignore format: one list
export type AdjustableAction = (typeof adjustableActions)[number];

/** The power each action needs where it is not the default. Absent means the default. */
export type RequiredPowers = { [K in AdjustableAction]?: number };

/** What this room asks for `action`. */
export function powerNeeded(room: { required_power?: RequiredPowers | undefined }, action: RoomAction): number {
  return (room.required_power as Partial<Record<RoomAction, number>> | undefined)?.[action] ?? defaultPower[action];
}
