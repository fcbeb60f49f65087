import type { LogEvent } from "#/domain/envelope.ts";
import type { MessageContent } from "#/domain/messages/content.ts";
import type { Message, Reaction } from "#/domain/messages/message.ts";
import { maxUnreadRefs } from "#/domain/messages/unread.ts";
import type { ClientState, RoomEntry, RoomView } from "#/domain/views/state.ts";
import { newRoom, people, person, placeOf, rooms, tenantId, threadOf, workspaceId } from "./world.ts";

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
    workspaces: role ? { [workspaceId]: { ...workspaceOf(), role } } : {},
    rooms: Object.fromEntries(entries.map((entry) => [entry.id, entry])),
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
  const markers = of(log, "swp.room.read_marker").filter((event) => event.room_id === id && event.sender_id === me);
  const read_position = Math.max(since.stream_position, ...markers.map((event) => event.content.read_position));
  const messages = isIn ? of(log, "swp.room.message").filter((event) => event.room_id === id) : [];
  const last = [since, ...messages].toSorted((a, b) => a.stream_position - b.stream_position).at(-1)!;
  const unread = messages
    .map((event) => ({ event, now: messageAt(log, event) }))
    .filter(
      ({ event, now }) => event.sender_id !== me && now.redacted_at === null && event.stream_position > read_position,
    )
    .filter(({ event }) => event.content.msgtype !== "swp.system")
    .map(({ event, now }) => ({
      event_id: event.id,
      stream_position: event.stream_position,
      mentions_me: now.content.mentions?.includes(me) ?? false,
    }));
  return {
    ...roomOf(log, id),
    membership: now.content.membership,
    power_level: now.content.power_level,
    read_position,
    unread: unread.slice(-maxUnreadRefs),
    last_position: last.stream_position,
    last_ts: last.origin_ts,
  };
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
      .filter((event) => event.room_id === entry.id && placeOf(event).thread_root_id === undefined)
      .map((event) => messageAt(log, event)),
    has_more: false,
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
