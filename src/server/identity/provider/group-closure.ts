import type { SyncGroup } from "#/server/identity/provider/sync-api.ts";

/**
 * Every user of each group, those of the groups inside it included. Groups that contain each other are walked once each.
 * @returns by group id; groups that are named as members and not listed count as empty
 */
export function usersOfGroups(groups: readonly SyncGroup[]): Map<string, Set<string>> {
  const byId = new Map(groups.map((group) => [group.id, group]));
  return new Map(groups.map((group) => [group.id, usersBelow(group.id, byId)]));
}

function usersBelow(start: string, byId: ReadonlyMap<string, SyncGroup>): Set<string> {
  const users = new Set<string>();
  const walked = new Set<string>([start]);
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const member of byId.get(id)?.members ?? []) {
      if (member.type === "user") users.add(member.id);
      else if (!walked.has(member.id)) {
        walked.add(member.id);
        waiting.push(member.id);
      }
    }
  }
  return users;
}
