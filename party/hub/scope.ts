import type { StickyPresence } from "#/domain/presence/events.ts";
import type { OpenFacts } from "#/domain/stream/contract.ts";
import { Groups } from "./groups.ts";
import { maxRecentChanges } from "./limits.ts";
import { endsSession, RecentChanges, type ScopeChange } from "./scope-changes.ts";

export type ScopeFacts = Pick<
  OpenFacts,
  "participant_id" | "session_id" | "room_ids" | "workspace_ids" | "presence" | "stream_position"
>;

export type Entry = {
  /** The socket receives what comes after this position, and nothing before. */
  from: number;
  sticky: StickyPresence;
  /** The session ended between the reading of the facts and now. */
  ended: "signed_out" | "revoked" | "expired" | null;
};

/**
 * Who belongs where, as of the position up to which the hub has processed the log. It follows the log alone; facts read
 * by the web application at another position are brought to this one before they count.
 */
export class Scope {
  readonly rooms = new Groups();
  readonly workspaces = new Groups();
  /** By connected participant: changes up to this position are already in what is known of them. */
  readonly #knownAt = new Map<string, number>();
  #position: number | null = null;
  #recent = new RecentChanges(0, maxRecentChanges);
  #processed = false;

  get position(): number | null {
    return this.#position;
  }

  /** The position at which what is known of the person is true. */
  positionOf(person: string): number {
    return Math.max(this.#position ?? 0, this.#knownAt.get(person) ?? 0);
  }

  isMember(room: string, participant: string): boolean {
    return this.rooms.has(room, participant);
  }

  /**
   * Takes in what the web application said of one person. `null`: the facts are older than what the hub remembers, so
   * nobody can say whether they still hold; the client must open again.
   */
  enter(facts: ScopeFacts): Entry | null {
    const { participant_id: person, stream_position: read } = facts;
    // A hub that has processed nothing begins where the oldest facts were read, so that no opening is too old for it.
    if (this.#position === null || (!this.#processed && read < this.#position)) this.#begin(read);
    const position = this.#position!;
    const knownAt = this.#knownAt.get(person);
    if (read > position) {
      if (knownAt === undefined) this.#know(person, facts.room_ids, facts.workspace_ids, read);
      return { from: Math.max(read, knownAt ?? 0), sticky: facts.presence.sticky, ended: null };
    }
    const changes = this.#recent.since(read, person);
    if (changes === null) return null;
    const rooms = new Set(facts.room_ids);
    const workspaces = new Set(facts.workspace_ids);
    const entry: Entry = { from: Math.max(position, knownAt ?? 0), sticky: facts.presence.sticky, ended: null };
    for (const change of changes) {
      if (change.kind === "room") put(rooms, change.group, change.present);
      else if (change.kind === "workspace") put(workspaces, change.group, change.present);
      else if (change.kind === "sticky") entry.sticky = change.sticky;
      else if (endsSession(change, facts.session_id)) entry.ended = change.reason;
    }
    // What is known of the person may already be ahead of the hub; otherwise the facts, brought here, are the truth.
    if (knownAt === undefined || knownAt <= position) this.#know(person, rooms, workspaces, position);
    return entry;
  }

  leave(person: string): void {
    this.#knownAt.delete(person);
    this.rooms.replace(person, []);
    this.workspaces.replace(person, []);
  }

  /** Applies a change of the log. Changes that a person's facts already held are only remembered. */
  apply(position: number, change: ScopeChange): void {
    this.#recent.push(position, change);
    const knownAt = this.#knownAt.get(change.participant);
    if (knownAt === undefined || position <= knownAt) return;
    if (change.kind !== "room" && change.kind !== "workspace") return;
    const groups = change.kind === "room" ? this.rooms : this.workspaces;
    if (change.present) groups.add(change.group, change.participant);
    else groups.remove(change.group, change.participant);
  }

  /** Whether a change at this position says something new of the person. */
  isNews(position: number, person: string): boolean {
    const knownAt = this.#knownAt.get(person);
    return knownAt !== undefined && position > knownAt;
  }

  /** Begins or continues at `after`; false when that leaves a gap. */
  accepts(after: number): boolean {
    if (this.#position === null) this.#begin(after);
    return after <= this.#position!;
  }

  /** The hub has processed the log up to here. */
  advance(position: number): void {
    this.#processed = true;
    this.#position = position;
  }

  #begin(position: number): void {
    this.#position = position;
    this.#recent = new RecentChanges(position, maxRecentChanges);
  }

  #know(person: string, rooms: Iterable<string>, workspaces: Iterable<string>, at: number): void {
    this.#knownAt.set(person, at);
    this.rooms.replace(person, rooms);
    this.workspaces.replace(person, workspaces);
  }
}

function put(set: Set<string>, value: string, present: boolean): void {
  if (present) set.add(value);
  else set.delete(value);
}
