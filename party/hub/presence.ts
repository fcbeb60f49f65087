import type { PresenceState, StickyPresence } from "#/domain/presence/events.ts";
import { autoState, type Device, type DeviceState, shownState, type Viewer } from "#/domain/presence/rules.ts";
import type { Groups } from "./groups.ts";
import { lingerMs, maxPresenceRoom, presenceBatchMs, presenceSlotMs, relayLastsMs } from "./limits.ts";

/** One change, told to the devices of `viewers`. */
export type Announcement = { participant: string; status: PresenceState; viewers: string[] };

type Views = Record<Viewer, PresenceState>;
type Person = {
  devices: Map<string, Device>;
  auto: "online" | "idle" | "offline";
  sticky: StickyPresence;
  trusted: ReadonlySet<string>;
  told: Views;
  /** Since when no device is left; the person is gone a little later. */
  leftAt: number | null;
  /** Of someone whose devices are at another shard of the tenant: what that shard last said, and when. */
  stated: { auto: Person["auto"]; at: number } | null;
};

const hidden: Views = { self: "offline", trusted: "offline", other: "offline" };

/** The presence of connected people, told on change only, in batches, to those who share a room. */
export class Presence {
  readonly #rooms: Groups;
  readonly #people = new Map<string, Person>();
  readonly #due = new Map<string, number>();
  /** People of this hub whom the other shards must hear of. */
  readonly #changed = new Set<string>();

  constructor(rooms: Groups) {
    this.#rooms = rooms;
  }

  /** A device connected. Answers what others must be told at once; the rest comes with `flush`. */
  arrive(
    id: string,
    device: string,
    facts: { sticky: StickyPresence; visible_to: string[] },
    now: number,
  ): Announcement[] {
    const person = this.#enter(id);
    person.devices.set(device, { state: "online", heardAt: now });
    person.sticky = facts.sticky;
    person.leftAt = null;
    person.stated = null;
    this.#touch(id, now);
    return this.#trust(id, person, new Set(facts.visible_to));
  }

  /** Another shard says of one of its people what others must be told. With `facts` it says everything. */
  state(
    id: string,
    auto: Person["auto"],
    facts: { sticky: StickyPresence; visible_to: string[] } | null,
    now: number,
  ): Announcement[] {
    const person = facts ? this.#enter(id) : this.#people.get(id);
    if (!person || person.devices.size > 0) return [];
    person.stated = { auto, at: now };
    if (facts) person.sticky = facts.sticky;
    this.#touch(id, now);
    return facts ? this.#trust(id, person, new Set(facts.visible_to)) : [];
  }

  /** People whose devices are here. */
  locals(): string[] {
    return [...this.#people].filter(([, { stated }]) => stated === null).map(([id]) => id);
  }

  /** What another shard must know of one of ours, or null while nobody is there. */
  local(id: string): { auto: Person["auto"]; sticky: StickyPresence; visible_to: string[] } | null {
    const person = this.#people.get(id);
    if (!person || person.stated || person.auto === "offline") return null;
    return { auto: person.auto, sticky: person.sticky, visible_to: [...person.trusted] };
  }

  /** People of this hub whose state is another than when this was asked before. */
  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  get size(): number {
    return this.#people.size;
  }

  knows(id: string): boolean {
    return this.#people.has(id);
  }

  /** A device said something; `state` if it spoke of presence. Anything said is a heartbeat. */
  heard(id: string, device: string, state: DeviceState | null, now: number): void {
    const known = this.#people.get(id)?.devices.get(device);
    if (!known) return;
    known.heardAt = now;
    if (state !== null) known.state = state;
    this.#touch(id, now, nextSlot(now));
  }

  depart(id: string, device: string, now: number): void {
    const person = this.#people.get(id);
    if (!person?.devices.delete(device)) return;
    if (person.devices.size === 0) person.leftAt = now;
    this.#touch(id, now);
  }

  setSticky(id: string, sticky: StickyPresence, now: number): void {
    const person = this.#people.get(id);
    if (!person) return;
    person.sticky = sticky;
    this.#touch(id, now);
  }

  /** Looks for devices that fell silent and people who left. To be called every second or so. */
  sweep(now: number): void {
    for (const id of this.#people.keys()) this.#touch(id, now, nextSlot(now));
  }

  /** What has to be told now, and who is gone for good. */
  flush(now: number): { announcements: Announcement[]; gone: string[] } {
    const announcements: Announcement[] = [];
    const gone: string[] = [];
    for (const [id, due] of this.#due) {
      if (due > now) continue;
      this.#due.delete(id);
      const person = this.#people.get(id);
      if (!person) continue;
      const before = person.auto;
      person.auto = this.#auto(person, now);
      if (person.auto !== before && person.stated === null) this.#changed.add(id);
      announcements.push(...this.#tell(id, person));
      if (person.devices.size === 0 && person.auto === "offline") {
        this.#people.delete(id);
        gone.push(id);
      }
    }
    return { announcements, gone };
  }

  /** What the viewer was last told, or would have been. */
  seen(viewer: string, id: string): PresenceState {
    const person = this.#people.get(id);
    return person ? person.told[viewerOf(person, id, viewer)] : "offline";
  }

  /** Those a newcomer shares a room with, as the newcomer may see them; who is not named is offline. */
  seenBy(viewer: string): { participant: string; status: PresenceState }[] {
    return [viewer, ...this.#neighbours(viewer)]
      .map((participant) => ({ participant, status: this.seen(viewer, participant) }))
      .filter(({ status }) => status !== "offline");
  }

  /** Someone entered a room: they and its members now share one, and learn of each other. */
  introduce(id: string, room: string): Announcement[] {
    const members = this.#rooms.members(room);
    if (members.size > maxPresenceRoom) return [];
    const announcements: Announcement[] = [];
    for (const member of members) {
      if (member === id) continue;
      const [mine, theirs] = [this.seen(member, id), this.seen(id, member)];
      if (mine !== "offline") announcements.push({ participant: id, status: mine, viewers: [member] });
      if (theirs !== "offline") announcements.push({ participant: member, status: theirs, viewers: [id] });
    }
    return announcements;
  }

  #enter(id: string): Person {
    const person = this.#people.get(id) ?? {
      devices: new Map<string, Device>(),
      auto: "offline" as const,
      sticky: null,
      trusted: new Set<string>(),
      told: hidden,
      leftAt: null,
      stated: null,
    };
    this.#people.set(id, person);
    return person;
  }

  #auto(person: Person, now: number): Person["auto"] {
    if (person.stated) return now - person.stated.at < relayLastsMs ? person.stated.auto : "offline";
    const lingers = person.leftAt !== null && now - person.leftAt < lingerMs;
    return lingers ? person.auto : autoState(person.devices.values(), now);
  }

  /** Plans a look at the person, if there could be something to tell. */
  #touch(id: string, now: number, due = now + presenceBatchMs): void {
    const person = this.#people.get(id);
    if (!person || (this.#due.get(id) ?? Infinity) <= due) return;
    const changed = different(person.told, viewsOf(this.#auto(person, now), person.sticky));
    const left = person.leftAt !== null && now - person.leftAt >= lingerMs;
    // Someone of another shard who was never shown leaves all the same.
    const over = person.stated !== null && this.#auto(person, now) === "offline";
    if (changed || left || over) this.#due.set(id, due);
  }

  #tell(id: string, person: Person): Announcement[] {
    const before = person.told;
    const after = viewsOf(person.auto, person.sticky);
    person.told = after;
    const viewers: Record<Viewer, string[]> = { self: [id], trusted: [], other: [] };
    for (const viewer of this.#neighbours(id)) viewers[viewerOf(person, id, viewer)].push(viewer);
    return (["self", "trusted", "other"] as const)
      .filter((kind) => before[kind] !== after[kind] && viewers[kind].length > 0)
      .map((kind) => ({ participant: id, status: after[kind], viewers: viewers[kind] }));
  }

  /** Other people than before see through `appear_offline`: they are told what they now see. */
  #trust(id: string, person: Person, trusted: ReadonlySet<string>): Announcement[] {
    const before = person.trusted;
    person.trusted = trusted;
    const { told } = person;
    if (told.trusted === told.other) return [];
    const changed = [...this.#neighbours(id)].filter((viewer) => before.has(viewer) !== trusted.has(viewer));
    return changed.map((viewer) => ({ participant: id, status: this.seen(viewer, id), viewers: [viewer] }));
  }

  #neighbours(id: string): Set<string> {
    const found = new Set<string>();
    for (const room of this.#rooms.of(id)) {
      const members = this.#rooms.members(room);
      if (members.size <= maxPresenceRoom) for (const member of members) found.add(member);
    }
    found.delete(id);
    return found;
  }
}

/** The same moment for everyone, or there would be nothing to put together. */
function nextSlot(now: number): number {
  return now - (now % presenceSlotMs) + presenceSlotMs;
}

function viewerOf(person: Person, id: string, viewer: string): Viewer {
  if (viewer === id) return "self";
  return person.trusted.has(viewer) ? "trusted" : "other";
}

function viewsOf(auto: Person["auto"], sticky: StickyPresence): Views {
  return {
    self: shownState(auto, sticky, "self"),
    trusted: shownState(auto, sticky, "trusted"),
    other: shownState(auto, sticky, "other"),
  };
}

function different(a: Views, b: Views): boolean {
  return a.self !== b.self || a.trusted !== b.trusted || a.other !== b.other;
}
