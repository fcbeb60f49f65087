/** What a room's timeline tells of the room itself. */
export type SystemLineKind =
  | "created" | "invite" | "join" | "leave" | "kick" | "ban" | "unban" | "admin" | "power" | "name" | "topic" | "archived" | "reopened"
  | "closed"; // biome-ignore format: one list

export type SystemLine = {
  kind: SystemLineKind;
  /** Whom it is about. */
  participant: { id: string; display_name: string };
  /** Who did it; the same as `participant` when they did it themselves. */
  by: { id: string; display_name: string };
  /** The new name or topic. */
  value?: string | null;
};

/** What such a message carries as its content. */
export type SystemContent = {
  msgtype: "swp.system";
  kind: SystemLineKind;
  participant_id: string;
  by: string;
  value?: string | null;
  body: string;
};

const sentences: Record<SystemLineKind, (who: string, by: string, value: string | null, self: boolean) => string> = {
  created: (who) => `${who} created the room.`,
  invite: (who, by) => `${by} invited ${who}.`,
  join: (who, by, _value, self) => (self ? `${who} joined.` : `${by} added ${who}.`),
  leave: (who) => `${who} left.`,
  kick: (who, by) => `${by} removed ${who}.`,
  ban: (who, by) => `${by} banned ${who}.`,
  unban: (who, by) => `${by} lifted the ban on ${who}.`,
  power: (who, by, value) => `${by} gave ${who} the power level ${value ?? "0"}.`,
  archived: (who) => `${who} archived the room.`,
  reopened: (who) => `${who} opened the room again.`,
  closed: (who) => `${who} closed the room.`,
  admin: (who) => `${who} is now an administrator.`,
  name: (who, _by, value) => `${who} named the room “${value ?? ""}”.`,
  topic: (who, _by, value) => (value ? `${who} set the topic to “${value}”.` : `${who} removed the topic.`),
};

/**
 * The content of a system message. Clients say it in the reader's language with current names, from `kind`,
 * `participant_id`, `by` and `value`; `body` is for those that know only text.
 */
export function systemLine({ kind, participant, by, value }: SystemLine): SystemContent {
  return {
    msgtype: "swp.system",
    kind,
    participant_id: participant.id,
    by: by.id,
    ...(value === undefined ? {} : { value }),
    body: sentences[kind](participant.display_name, by.display_name, value ?? null, participant.id === by.id),
  };
}
