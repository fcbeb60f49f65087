import { inSentence, say } from "#/client/language/say.ts";
/** The names of the power levels that mean something by themselves; a room may ask for any whole number between. */
export const roles = [
  {
    level: 0,
    get name() {
      return say("Member");
    },
    get help() {
      return say("Reads, writes, reacts and uploads.");
    },
  },
  {
    level: 10,
    get name() {
      return say("Contributor");
    },
    get help() {
      return say("Also pins messages and sets the topic.");
    },
  },
  {
    level: 50,
    get name() {
      return say("Moderator");
    },
    get help() {
      return say("Also names the room, and removes messages and people.");
    },
  },
  {
    level: 100,
    get name() {
      return say("Admin");
    },
    get help() {
      return say("Everything, also power levels, archiving and deleting.");
    },
  },
] as const;

/** “Moderator”, the highest role that a level reaches. */
export function roleName(level: number): string {
  return roles.findLast((role) => level >= role.level)?.name ?? roles[0].name;
}

/** As a tag beside someone's name; plain members have none. */
export function roleTag(level: number, isMe: boolean): string | undefined {
  const role = level >= 10 ? roleName(level) : undefined;
  if (!isMe) return role;
  return role ? say("You, {role}", { role: inSentence(role) }) : say("You");
}

/** Why a control can't be used, as every control without the right says it. */
export function needsPower(needed: number, has: number): string {
  return say("Needs power level {needed}. You have {has}.", { needed, has });
}
