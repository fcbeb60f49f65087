import type { LogEvent } from "#/domain/envelope.ts";
import type { MessageContent } from "#/domain/messages/content.ts";
import { draftKey } from "#/domain/messages/draft.ts";
import type { Message, Reaction } from "#/domain/messages/message.ts";
import { defaultOwn } from "#/domain/participants/own.ts";
import { noOwnSettings } from "#/domain/rooms/own-settings.ts";
import type { ClientState, RoomEntry, RoomView } from "#/domain/views/state.ts";
import { isThreadOnly, pinsOf, placeOf, threadOf, unreadAfter } from "./read-log.ts";
import { newRoom, people, person, rooms, tenantId, workspaceId } from "./world.ts";

type Of<T extends LogEvent["type"]> = LogEvent<T>;
const of = <T extends LogEvent["type"]>(log: readonly LogEvent[], type: T) =>
  log.filter((event) => event.type === type) as Of<T>[];

/** What the server would answer `me` at `position`, worked out from the whole log each time: slow, and plainly right. */
export function snapshotAt(whole: readonly LogEvent[], me: string, position: number): ClientState {
  const log = whole.slice(0, position);
  const participants = Object.fromEntries(people.map((id) => [id, person(id)]));
  for (const event of of(log, "swp.participant.updated")) {
    participants[event.content.participant.id] = event.content.participant;
  }
  const entries = rooms.map((id) => entryOf(log, me, id)).filter((entry) => entry !== null);
  const joined = entries.filter((entry) => entry.membership === "join");
  const role = of(log, "swp.workspace.member").findLast((event) => event.content.participant_id === me)?.content.role;
  const sticky = of(log, "swp.presence.sticky").findLast((event) => event.sender_id === me)?.content.presence;
  return {
    stream_position: position,
    tenant: { id: tenantId, slug: "demo", name: "Demo", server_name: "localhost" },
    me: { ...participants[me]!, email: null, roles: [], personal_workspace_id: null, sticky_presence: sticky ?? null },
    participants,
    statuses: {},
    own: defaultOwn(),
    workspaces: role ? { [workspaceId]: { ...workspaceOf(), role } } : {},
    rooms: Object.fromEntries(entries.map((entry) => [entry.id, entry])),
    drafts: draftsOf(log, me, entries),
    views: Object.fromEntries(joined.map((entry) => [entry.id, viewOf(log, me, entry, participants)])),
    threads: Object.fromEntries(joined.flatMap((entry) => threadsOf(log, entry.id))),
    presence: {},
  };
}

export const workspaceOf = () => ({
  id: workspaceId,
  slug: "team",
  name: "Team",
  description: null,
  icon: null,
  kind: "shared" as const,
  created_at: new Date(0).toISOString(),
});

function roomOf(log: readonly LogEvent[], id: string) {
  const room = newRoom(id);
  for (const event of log) {
    if (event.room_id !== id) continue;
    if (event.type === "swp.room.name") room.name = event.content.name;
    if (event.type === "swp.room.topic") room.topic = event.content.topic;
    if (event.type === "swp.room.updated") Object.assign(room, event.content.room);
  }
  return room;
}

function entryOf(log: readonly LogEvent[], me: string, id: string): RoomEntry | null {
  const mine = of(log, "swp.room.member").filter(
    (event) => event.room_id === id && event.content.participant_id === me,
  );
  const now = mine.at(-1);
  if (!now || !["join", "invite"].includes(now.content.membership)) return null;
  const since = mine.slice(mine.findLastIndex((event) => event.content.membership !== now.content.membership) + 1)[0]!;
  const isIn = now.content.membership === "join";
  const markers = of(log, "swp.room.read_marker").filter(
    (event) => event.room_id === id && event.sender_id === me && event.stream_position > since.stream_position,
  );
  const read_position = positionOf(since.stream_position, markers);
  const messages = isIn ? of(log, "swp.room.message").filter((event) => event.room_id === id) : [];
  const last = [since, ...messages].toSorted((a, b) => a.stream_position - b.stream_position).at(-1)!;
  const inRoom = messages.filter((event) => !isThreadOnly(event));
  return {
    ...roomOf(log, id),
    ...noOwnSettings,
    membership: now.content.membership,
    power_level: now.content.power_level,
    read_position,
    unread: unreadAfter(log, inRoom, me, read_position),
    threads: isIn ? threadPlaces(log, me, id, since.stream_position) : {},
    last_position: last.stream_position,
    last_ts: last.origin_ts,
  };
}

/** The farthest of those told, after the last one that was set anew. */
function positionOf(start: number, markers: Of<"swp.room.read_marker" | "swp.room.thread.read_marker">[]): number {
  return markers.reduce(
    (position, { content }) => (content.unread ? content.read_position : Math.max(position, content.read_position)),
    start,
  );
}

function threadPlaces(log: readonly LogEvent[], me: string, room: string, since: number): RoomEntry["threads"] {
  const mine = of(log, "swp.room.thread.follow").filter(
    (event) => event.room_id === room && event.audience.kind === "participants" && event.audience.also.includes(me) &&
      event.stream_position > since,
  ); // biome-ignore format: one question
  const places: RoomEntry["threads"] = {};
  for (const root of new Set(mine.map((event) => event.content.root_id))) {
    const newest = mine.findLast((event) => event.content.root_id === root)!;
    if (!newest.content.following) continue;
    const markers = of(log, "swp.room.thread.read_marker").filter(
      (event) =>
        event.content.root_id === root && event.sender_id === me && event.stream_position > newest.stream_position,
    );
    const read_position = positionOf(newest.stream_position, markers);
    const replies = of(log, "swp.room.message").filter(
      (event) => isThreadOnly(event) && placeOf(event).thread_root_id === root,
    );
    places[root] = {
      read_position,
      unread: unreadAfter(log, replies, me, read_position),
      followed_at: newest.stream_position,
    };
  }
  return places;
}

/** The newest word of each place, in rooms that one has been in since. */
function draftsOf(log: readonly LogEvent[], me: string, entries: readonly RoomEntry[]): ClientState["drafts"] {
  const drafts: ClientState["drafts"] = {};
  for (const event of log) {
    if (
      event.type === "swp.room.member" &&
      event.content.participant_id === me &&
      !["join", "invite"].includes(event.content.membership)
    ) {
      for (const [key, draft] of Object.entries(drafts)) if (draft.room_id === event.room_id) delete drafts[key];
    }
    if (event.type !== "swp.draft" || event.sender_id !== me) continue;
    const { content, thread_root_id, updated_at } = event.content;
    const place = { room_id: event.room_id!, thread_root_id };
    if (content === null) delete drafts[draftKey(place)];
    else drafts[draftKey(place)] = { ...place, excerpt: content.body ?? "", version: event.id, updated_at };
  }
  const inside = new Set(entries.filter((entry) => entry.membership === "join").map((entry) => entry.id));
  return Object.fromEntries(Object.entries(drafts).filter(([, draft]) => inside.has(draft.room_id)));
}

function viewOf(
  log: readonly LogEvent[],
  me: string,
  entry: RoomEntry,
  participants: ClientState["participants"],
): RoomView {
  const members: RoomView["members"] = {};
  for (const event of of(log, "swp.room.member")) {
    if (event.room_id !== entry.id) continue;
    const { participant_id: id, membership } = event.content;
    if (membership === "join" || membership === "invite") {
      members[id] = { ...event.content.member, participant: participants[id]! };
    } else delete members[id];
  }
  return {
    stream_position: log.length,
    room: roomOf(log, entry.id),
    membership: entry.membership,
    power_level: members[me]!.power_level,
    members,
    messages: of(log, "swp.room.message")
      .filter((event) => event.room_id === entry.id && !isThreadOnly(event))
      .map((event) => messageAt(log, event)),
    has_more: false,
    pins: pinsOf(log, entry.id),
  };
}

function threadsOf(log: readonly LogEvent[], roomId: string) {
  const messages = of(log, "swp.room.message").filter((event) => event.room_id === roomId);
  const roots = messages.filter((event) => placeOf(event).thread_root_id === undefined);
  return roots.map((root) => {
    const replies = messages.filter((event) => placeOf(event).thread_root_id === root.id);
    const view = {
      stream_position: log.length,
      room_id: roomId,
      root: messageAt(log, root),
      replies: replies.map((event) => messageAt(log, event)),
    };
    return [root.id, view] as const;
  });
}

function messageAt(log: readonly LogEvent[], event: Of<"swp.room.message">): Message {
  const redaction = of(log, "swp.room.redaction").find((each) => each.content.event_id === event.id)?.content;
  const edit = of(log, "swp.room.message.edit").findLast((each) => each.content.event_id === event.id)?.content;
  const redacted = new Set(of(log, "swp.room.redaction").map((each) => each.content.event_id));
  const content: MessageContent = redaction ? {} : (edit?.content ?? event.content);
  return {
    id: event.id,
    room_id: event.room_id!,
    sender_id: event.sender_id!,
    event_type: "swp.room.message",
    content,
    stream_position: event.stream_position,
    origin_ts: event.origin_ts,
    created_at: event.ts,
    edited_at: redaction ? null : (edit?.edited_at ?? null),
    original_content: edit && !redaction ? event.content : null,
    redacted_at: redaction?.redacted_at ?? null,
    redacted_by: redaction?.redacted_by ?? null,
    redaction_reason: redaction?.reason ?? null,
    reactions: redaction ? [] : reactionsOf(log, event.id),
    reply_to_event_id: event.content.reply_to_event_id ?? null,
    thread_root_id: event.content.thread_root_id ?? null,
    thread: threadOf(log, redacted, event.id),
    ...(placeOf(event).also_in_room ? { also_in_room: true as const } : {}),
    event_uuid: redaction ? null : event.event_uuid,
  };
}

function reactionsOf(log: readonly LogEvent[], id: string): Reaction[] {
  const reactions = new Map<string, Reaction>();
  for (const event of of(log, "swp.room.reaction")) {
    if (event.content.event_id !== id) continue;
    const key = `${event.sender_id} ${event.content.emoji}`;
    if (event.content.action === "add") reactions.set(key, { emoji: event.content.emoji, sender_id: event.sender_id! });
    else reactions.delete(key);
  }
  return [...reactions.values()];
}
