import type { EventContent, EventType } from "#/domain/catalogue.ts";
import { audienceOf } from "#/domain/catalogue.ts";
import type { EventDraft, LogEvent } from "#/domain/envelope.ts";
import type { MessageContent } from "#/domain/messages/content.ts";
import type { Participant } from "#/domain/participants/participant.ts";
import type { Membership, Room } from "#/domain/rooms/room.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";
import { blank, concerns, isThreadOnly, pinsOf, placeOf, threadOf, unreadAfter } from "./read-log.ts";

/** A small tenant with its log, in memory: what tests of the reducers compare with. Steps that make no sense do nothing. */

export const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
export const tenantId = uuid(1);
export const people = [uuid(10), uuid(11), uuid(12), uuid(13), uuid(14), uuid(15), uuid(16)] as const;
export const rooms = [uuid(20), uuid(21), uuid(22)] as const;
export const workspaceId = uuid(30);

const startsAt = Date.UTC(2026, 10, 21, 9);

export function person(id: string, name = `Person ${id.slice(-2)}`): Participant {
  return {
    id,
    local_id: `p${id.slice(-2)}`,
    server_name: "localhost",
    display_name: name,
    participant_type: "human",
    avatar_url: null,
    model: null,
  };
}

export function newRoom(id: string): Room {
  const direct = id === rooms[1];
  return {
    id,
    workspace_id: workspaceId,
    name: direct ? null : `room ${id.slice(-2)}`,
    topic: null,
    room_type: direct ? "dm" : id === rooms[2] ? "public" : "group",
    state: "open",
    creator_id: people[0],
    created_at: new Date(startsAt).toISOString(),
    dm_participant_ids: direct ? [people[0], people[1]] : null,
  };
}

type Standing = { membership: Membership; power_level: number };

export class World {
  readonly log: LogEvent[] = [];
  readonly rooms = new Map<string, Room>(rooms.map((id) => [id, newRoom(id)]));
  readonly people = new Map<string, Participant>(people.map((id) => [id, person(id)]));
  readonly members = new Map<string, Standing>();
  readonly redacted = new Set<string>();
  readonly reactions = new Set<string>();
  readonly markers = new Map<string, number>();
  /** By person and root: since which position they follow it, absent when they don't. */
  readonly follows = new Map<string, number>();

  constructor() {
    for (const room of rooms) for (const who of people) this.member(room, who, who, "join");
  }

  get head(): number {
    return this.log.length;
  }

  standing(room: string, who: string): Standing | undefined {
    return this.members.get(`${room} ${who}`);
  }

  emit<T extends EventType>(
    type: T,
    room: string | null,
    sender: string,
    content: EventContent[T],
    key?: string,
    more: { also?: string[] } = {},
  ) {
    const position = this.log.length + 1;
    const draft = {
      id: uuid(1000 + position),
      type,
      room_id: room,
      workspace_id: type.startsWith("swp.workspace") ? workspaceId : null,
      sender_id: sender,
      content,
      ...more,
    } as unknown as EventDraft;
    const event = {
      ...draft,
      event_uuid: key ?? null,
      tenant_id: tenantId,
      stream_position: position,
      origin_ts: Math.floor(startsAt / 1000) + position * 60,
      ts: new Date(startsAt + position * 60_000).toISOString(),
      audience: audienceOf(draft),
      forgotten: false,
    } as LogEvent;
    this.log.push(event);
    return event;
  }

  member(room: string, who: string, by: string, membership: Membership, power_level = 0): void {
    const standing = { membership, power_level };
    const before = this.standing(room, who);
    if (before && before.membership === membership && before.power_level === power_level) return;
    if (before?.membership === "join" && membership === "invite") return;
    this.members.set(`${room} ${who}`, standing);
    // Following ends with being there, as it does on the server.
    if (membership !== "join") for (const event of this.messages(room)) this.follows.delete(`${who} ${event.id}`);
    this.emit("swp.room.member", room, by, {
      participant_id: who,
      ...standing,
      changed_by: by,
      reason: null,
      room: { ...this.rooms.get(room)! },
      member: { participant_id: who, ...standing, joined_at: null, participant: this.people.get(who)! },
    });
  }

  isIn(room: string, who: string): boolean {
    return this.standing(room, who)?.membership === "join";
  }

  messages(room: string) {
    return this.log.filter((event) => event.type === "swp.room.message" && event.room_id === room);
  }

  say(room: string, who: string, content: MessageContent, key?: string): void {
    if (!this.isIn(room, who)) return;
    const root = content.thread_root_id;
    if (root !== undefined) {
      const begun = this.log.find((event) => event.id === root)?.sender_id;
      for (const each of [who, begun!, ...(content.mentions ?? [])]) this.follow(room, root, each, true);
    }
    this.emit("swp.room.message", room, who, content, key);
  }

  follow(room: string, root: string, who: string, following: boolean): void {
    const key = `${who} ${root}`;
    if (!this.isIn(room, who) || this.follows.has(key) === following) return;
    const draft = { also: [who] };
    const { stream_position } = this.emit(
      "swp.room.thread.follow",
      room,
      who,
      { root_id: root, following },
      undefined,
      draft,
    );
    if (following) this.follows.set(key, stream_position);
    else this.follows.delete(key);
  }

  readThread(room: string, target: LogEvent, who: string): void {
    const root = placeOf(target).thread_root_id;
    if (root === undefined || !this.follows.has(`${who} ${root}`) || !this.isIn(room, who)) return;
    this.emit("swp.room.thread.read_marker", room, who, { root_id: root, read_position: target.stream_position });
  }

  /** Sets the marker to before `target`, and tells what is unread from there. */
  markUnread(room: string, target: LogEvent, who: string): void {
    if (!this.isIn(room, who) || isThreadOnly(target)) return;
    const since = this.log.findLast(
      (event) => event.type === "swp.room.member" && event.room_id === room && event.content.participant_id === who &&
        event.content.membership === "join" && this.before(event)?.content.membership !== "join",
    )!.stream_position; // biome-ignore format: one question
    const read_position = Math.max(since, target.stream_position - 1);
    const unread = unreadAfter(
      this.log,
      this.messages(room).filter((event) => !isThreadOnly(event)),
      who,
      read_position,
    );
    this.markers.set(`${room} ${who}`, read_position);
    this.emit("swp.room.read_marker", room, who, { event_id: target.id, read_position, unread });
  }

  /** What the same person was in the same room until then. */
  private before(event: LogEvent<"swp.room.member">) {
    return this.log.findLast(
      (each): each is LogEvent<"swp.room.member"> =>
        each.type === "swp.room.member" && each.room_id === event.room_id && each.stream_position < event.stream_position &&
        each.content.participant_id === event.content.participant_id,
    ); // biome-ignore format: one question
  }

  pin(room: string, target: LogEvent, who: string): void {
    if (!this.isIn(room, who) || this.redacted.has(target.id)) return;
    const pins = pinsOf(this.log, room).filter((pin) => pin.event_id !== target.id);
    if (pins.length === pinsOf(this.log, room).length)
      pins.push({ event_id: target.id, pinned_by: who, pinned_at: new Date(startsAt).toISOString() });
    this.emit("swp.room.pins", room, who, { pins });
  }

  draft(room: string, who: string, root: string | null, body: string | null): void {
    if (!this.isIn(room, who)) return;
    const content = body === null ? null : { body };
    const updated_at = new Date(startsAt + (this.head + 1) * 60_000).toISOString();
    this.emit("swp.draft", room, who, { thread_root_id: root, content, updated_at, replaced: null });
  }

  edit(room: string, target: LogEvent, body: string, mentions: string[]): void {
    const who = target.sender_id!;
    if (!this.isIn(room, who) || this.redacted.has(target.id)) return;
    const place = placeOf(target);
    const edited_at = new Date(startsAt + (this.head + 1) * 60_000).toISOString();
    this.emit("swp.room.message.edit", room, who, {
      event_id: target.id,
      content: { body, mentions, ...place },
      edited_at,
    });
  }

  /** Tells what is left of the thread, as the server does. */
  redact(room: string, target: LogEvent, who: string): void {
    if (!this.isIn(room, who) || this.redacted.has(target.id)) return;
    this.redacted.add(target.id);
    for (const key of [...this.reactions]) if (key.startsWith(target.id)) this.reactions.delete(key);
    const root = placeOf(target).thread_root_id;
    const content = {
      event_id: target.id,
      redacted_by: who,
      redacted_at: new Date(startsAt + (this.head + 1) * 60_000).toISOString(),
      reason: null,
      thread: root ? { root_id: root, summary: threadOf(this.log, this.redacted, root) } : null,
    };
    this.emit("swp.room.redaction", room, who, content);
  }

  react(room: string, target: LogEvent, who: string, emoji: string): void {
    if (!this.isIn(room, who) || this.redacted.has(target.id)) return;
    const key = `${target.id} ${who} ${emoji}`;
    const action = this.reactions.has(key) ? "remove" : "add";
    if (action === "add") this.reactions.add(key);
    else this.reactions.delete(key);
    this.emit("swp.room.reaction", room, who, { event_id: target.id, emoji, action });
  }

  read(room: string, target: LogEvent, who: string): void {
    if (isThreadOnly(target)) return;
    const key = `${room} ${who}`;
    if (!this.isIn(room, who) || (this.markers.get(key) ?? 0) >= target.stream_position) return;
    this.markers.set(key, target.stream_position);
    this.emit("swp.room.read_marker", room, who, { event_id: target.id, read_position: target.stream_position });
  }

  /** What a live stream brings `me` after `since`: each event as it was written, to who was in the room then. */
  live(me: string, since: number): ReceivedEvent[] {
    const inside = new Set<string>();
    return this.log.filter((event) => {
      if (event.type === "swp.room.member" && event.content.participant_id === me) {
        if (event.content.membership === "join") inside.add(event.room_id!);
        else inside.delete(event.room_id!);
      }
      return event.stream_position > since && concerns(event.audience, me, inside);
    });
  }

  /** What a sync brings `me` after `since`: the rooms of now, and words that were removed since are gone. */
  synced(me: string, since: number): ReceivedEvent[] {
    const inside = new Set(rooms.filter((room) => this.isIn(room, me)));
    return this.log
      .filter((event) => event.stream_position > since && concerns(event.audience, me, inside))
      .map((event) => (this.isForgotten(event) ? blank(event) : event));
  }

  isForgotten(event: LogEvent): boolean {
    if (event.type === "swp.room.message") return this.redacted.has(event.id);
    return event.type === "swp.room.message.edit" && this.redacted.has(event.content.event_id);
  }
}
