/** The names of the power levels that mean something by themselves; a room may ask for any whole number between. */
export const roles = [
  { level: 0, name: "Member", help: "Reads, writes, reacts and uploads." },
  { level: 10, name: "Contributor", help: "Also pins messages and sets the topic." },
  { level: 50, name: "Moderator", help: "Also names the room, and removes messages and people." },
  { level: 100, name: "Admin", help: "Everything, also power levels, archiving and deleting." },
] as const;

/** “Moderator”, the highest role that a level reaches. */
export function roleName(level: number): string {
  return roles.findLast((role) => level >= role.level)?.name ?? roles[0].name;
}

/** As a tag beside someone's name; plain members have none. */
export function roleTag(level: number, isMe: boolean): string | undefined {
  const role = level >= 10 ? roleName(level) : undefined;
  if (!isMe) return role;
  return role ? `You, ${role.toLowerCase()}` : "You";
}

/** Why a control can't be used, as every control without the right says it. */
export function needsPower(needed: number, has: number): string {
  return `Needs power level ${needed}. You have ${has}.`;
}
