const nobody: ReadonlySet<string> = new Set();

/** Who is in which group (room or workspace), readable from both sides. Holds connected people only. */
export class Groups {
  readonly #members = new Map<string, Set<string>>();
  readonly #groups = new Map<string, Set<string>>();

  members(group: string): ReadonlySet<string> {
    return this.#members.get(group) ?? nobody;
  }

  of(participant: string): ReadonlySet<string> {
    return this.#groups.get(participant) ?? nobody;
  }

  has(group: string, participant: string): boolean {
    return this.members(group).has(participant);
  }

  add(group: string, participant: string): void {
    into(this.#members, group, participant);
    into(this.#groups, participant, group);
  }

  remove(group: string, participant: string): void {
    outOf(this.#members, group, participant);
    outOf(this.#groups, participant, group);
  }

  /** Puts the participant in exactly these groups. */
  replace(participant: string, groups: Iterable<string>): void {
    const wanted = new Set(groups);
    for (const group of [...this.of(participant)]) if (!wanted.has(group)) this.remove(group, participant);
    for (const group of wanted) this.add(group, participant);
  }

  get size(): number {
    return this.#members.size;
  }
}

function into(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function outOf(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (!set?.delete(value)) return;
  if (set.size === 0) map.delete(key);
}
