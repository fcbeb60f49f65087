import { say } from "#/client/language/say.ts";
import { isAi } from "#/domain/participants/participant.ts";
import type { PresenceState } from "#/domain/presence/events.ts";
import type { Member } from "#/domain/rooms/room.ts";

export type MemberGroup = { readonly label: string; readonly members: readonly Member[] };

const names = new Intl.Collator("en");

/** Sorted once for all the changes of who is there: a room may have thousands. */
export function byName(members: Readonly<Record<string, Member>>): Member[] {
  return Object.values(members).toSorted((a, b) =>
    names.compare(a.participant.display_name, b.participant.display_name),
  );
}

/**
 * People who are there, people who are not, those asked to come, and AIs, each in the order given. Oneself is there, whatever the
 * stream says. Groups without anyone are left out.
 */
export function memberGroups(
  all: readonly Member[],
  presence: Readonly<Record<string, PresenceState>>,
  me: string,
): MemberGroup[] {
  const joined = all.filter((member) => member.membership === "join");
  const people = joined.filter((member) => !isAi(member.participant));
  const isHere = (member: Member) =>
    member.participant_id === me || (presence[member.participant_id] ?? "offline") !== "offline";
  return [
    { label: say("Online"), members: people.filter(isHere) },
    { label: say("Offline"), members: people.filter((member) => !isHere(member)) },
    { label: say("Invited"), members: all.filter((member) => member.membership === "invite") },
    { label: say("AI assistants"), members: joined.filter((member) => isAi(member.participant)) },
  ].filter((group) => group.members.length > 0);
}
