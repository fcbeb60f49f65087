import type { EventContent, EventType } from "#/domain/catalogue.ts";
import type { LogEvent } from "#/domain/envelope.ts";
import { draftEntryOf, draftKey } from "#/domain/messages/draft.ts";
import {
  noteEdited,
  noteFollow,
  noteRead,
  noteRemoved,
  noteSaid,
  setRead,
  type UnreadPlace,
  type UnreadRef,
} from "#/domain/messages/unread.ts";
import { noOwnSettings } from "#/domain/rooms/own-settings.ts";
import { changeRoom } from "#/domain/rooms/reduce.ts";
import type { ReceivedEvent } from "#/domain/stream/event-frames.ts";
import { applyToOwn } from "#/domain/views/apply-own.ts";
import { applyToRoomView } from "#/domain/views/apply-room.ts";
import { applyToThread } from "#/domain/views/apply-thread.ts";
import type { ClientState, Overview, RoomEntry } from "#/domain/views/state.ts";

export type Received<T extends EventType = EventType> = { [K in T]: Omit<LogEvent<K>, "audience"> }[T];

/**
 * Moves the state past one event of the log, in place: on plain objects and on a store's draft alike. The law: a snapshot
 * of the server, moved past the events that follow it, equals the snapshot that the server would give then.
 *
 * - Events come in order of the log, each at least once. The overview and each view know their own position, and skip
 *   what they already hold: they may have been read at different moments.
 * - A view lives only while one is in its room. A reader of a public room, and someone invited, gets no events of it, so
 *   their view stands still until it is read anew; see `isLive`.
 * - Leaving, for whatever reason, removes the room, its view and its threads.
 */
export function apply(state: ClientState, received: ReceivedEvent): void {
  const event = received as Received;
  // Each looks at the ones after it as they were before the event.
  applyToViews(state, event);
  applyToThreads(state, event);
  if (event.stream_position > state.stream_position) applyToOverview(state, event);
  advance(state, event.stream_position);
}

/** Everything up to `position` was told, and nothing of it concerned the parts that are behind. */
export function advance(state: ClientState, position: number): void {
  if (state.stream_position < position) state.stream_position = position;
  for (const part of liveParts(state)) if (part.stream_position < position) part.stream_position = position;
}

/** Where to continue reading the log, so that every part of the state gets what it lacks. */
export function cursorOf(state: ClientState): number {
  return Math.min(state.stream_position, ...liveParts(state).map((part) => part.stream_position));
}

/** Whether events keep the view current. One that is not live is read again when one enters its room. */
export function isLive(view: { membership: string | null }): boolean {
  return view.membership === "join";
}

function liveParts(state: ClientState): { stream_position: number }[] {
  return [
    ...Object.values(state.views).filter(isLive),
    ...Object.values(state.threads).filter((thread) => isIn(state, thread.room_id)),
  ];
}

function isIn(state: Overview, roomId: string): boolean {
  return state.rooms[roomId]?.membership === "join";
}

function applyToViews(state: ClientState, event: Received): void {
  for (const [roomId, view] of Object.entries(state.views)) {
    if (event.stream_position <= view.stream_position) continue;
    if (event.room_id === roomId && (endsMembership(state, event) || isDeletion(event))) delete state.views[roomId];
    else if (isLive(view)) applyToRoomView(view, event, state);
  }
}

function applyToThreads(state: ClientState, event: Received): void {
  for (const [rootId, thread] of Object.entries(state.threads)) {
    if (event.room_id !== thread.room_id || event.stream_position <= thread.stream_position) continue;
    // One who just came in was not told what was said since the thread was read.
    const entered = isMine(state, event) && !isIn(state, thread.room_id);
    if (entered || endsMembership(state, event) || isDeletion(event)) delete state.threads[rootId];
    else if (isIn(state, thread.room_id)) applyToThread(thread, event);
  }
}

function isMine(state: Overview, event: Received): event is Received<"swp.room.member"> {
  return event.type === "swp.room.member" && !event.forgotten && event.content.participant_id === state.me.id;
}

function endsMembership(state: Overview, event: Received): boolean {
  return isMine(state, event) && event.content.membership !== "join" && event.content.membership !== "invite";
}

function applyToOverview(state: Overview, event: Received): void {
  if (event.forgotten && event.type !== "swp.room.message") return;
  switch (event.type) {
    case "swp.participant.updated": {
      const { participant } = event.content;
      state.participants[participant.id] = participant;
      if (participant.id === state.me.id) Object.assign(state.me, participant);
      return;
    }
    case "swp.participant.deactivated":
      delete state.participants[event.content.participant_id];
      delete state.statuses[event.content.participant_id];
      return;
    case "swp.sidebar.updated":
    case "swp.participant.preferences":
    case "swp.participant.status":
    case "swp.participant.block":
      applyToOwn(state, event);
      return;
    case "swp.participant.roles":
      if (event.content.participant_id === state.me.id) state.me.roles = [...event.content.roles];
      return;
    case "swp.workspace.member":
    case "swp.workspace.updated":
      applyToWorkspaces(state, event);
      return;
    case "swp.presence.sticky":
      state.me.sticky_presence = event.content.presence;
      return;
    case "swp.session.ended":
    case "swp.report":
    case "swp.ai.summary":
    case "swp.ai.turn":
    case "swp.ai.tool_call":
    case "swp.model.error":
    case "swp.note.updated":
    case "swp.note.comment":
    case "swp.note.suggestion":
    case "swp.todo_change":
      return;
    case "swp.draft":
      applyDraft(state, event);
      return;
    case "swp.room.member": {
      const { participant } = event.content.member;
      state.participants[participant.id] = participant;
      if (participant.id === state.me.id) applyOwnMembership(state, event);
      else noteEngagements(state.rooms[event.content.room.id], event);
      return;
    }
    default: {
      const entry = event.room_id === null ? undefined : state.rooms[event.room_id];
      if (entry && isDeletion(event)) dropRoom(state, entry.id);
      else if (entry) applyToEntry(entry, event, state.me.id);
    }
  }
}

function applyToWorkspaces(state: Overview, event: Received<"swp.workspace.member" | "swp.workspace.updated">): void {
  const { workspace } = event.content;
  if (event.type === "swp.workspace.updated") {
    const entry = state.workspaces[workspace.id];
    if (workspace.archived_at != null) delete state.workspaces[workspace.id];
    else if (entry) Object.assign(entry, workspace);
    return;
  }
  if (event.content.participant_id !== state.me.id) return;
  if (event.content.role === null) delete state.workspaces[workspace.id];
  else state.workspaces[workspace.id] = { ...workspace, role: event.content.role };
}

/** Being asked and coming in both begin the entry anew: what was said before is not unread, and the room sorts as new. */
function applyOwnMembership(state: Overview, event: Received<"swp.room.member">): void {
  const { room, membership, power_level } = event.content;
  if (membership !== "join" && membership !== "invite") {
    dropRoom(state, room.id);
    return;
  }
  const entry = state.rooms[room.id];
  if (entry?.membership === membership) {
    Object.assign(entry, room, { power_level });
    noteEngagements(entry, event);
    return;
  }
  state.rooms[room.id] = {
    ...room,
    ...noOwnSettings,
    membership,
    power_level,
    read_position: event.stream_position,
    unread: [],
    threads: {},
    last_position: event.stream_position,
    last_ts: event.origin_ts,
  };
  noteEngagements(state.rooms[room.id], event);
}

/** Who comes in brings the whole list with them; an AI that left answers nothing any more. */
function noteEngagements(entry: RoomEntry | undefined, { content }: Received<"swp.room.member">): void {
  if (entry?.membership !== "join") return;
  if (content.engagements) entry.engagements = { ...content.engagements };
  else if (content.membership !== "join" && entry.engagements) {
    delete entry.engagements[content.participant_id];
    if (Object.keys(entry.engagements).length === 0) delete entry.engagements;
  }
}

function noteEngagement(
  entry: RoomEntry,
  { participant_id, engagement }: EventContent["swp.room.ai_engagement"],
): void {
  if (entry.membership !== "join") return;
  const ids = participant_id === null ? Object.keys(entry.engagements ?? {}) : [participant_id];
  if (ids.length > 0)
    entry.engagements = { ...entry.engagements, ...Object.fromEntries(ids.map((id) => [id, engagement])) };
}

/** A room that one left has no drafts, whenever their event comes. */
function applyDraft(state: Overview, event: Received<"swp.draft">): void {
  const { content, thread_root_id, updated_at } = event.content;
  const place = { room_id: event.room_id!, thread_root_id };
  if (content === null) delete state.drafts[draftKey(place)];
  else if (isIn(state, place.room_id))
    state.drafts[draftKey(place)] = draftEntryOf({ ...place, content, updated_at, version: event.id });
}

type RoomEvent = Received<Exclude<EventType & `swp.room.${string}`, "swp.room.member">>;

function dropRoom(state: Overview, roomId: string): void {
  delete state.rooms[roomId];
  for (const [key, draft] of Object.entries(state.drafts)) if (draft.room_id === roomId) delete state.drafts[key];
}

/** A deleted room is gone for everyone who knew of it, with everything that was opened of it. */
function isDeletion(event: Received): boolean {
  return event.type === "swp.room.updated" && !event.forgotten && event.content.room.deleted_at != null;
}

function applyToEntry(entry: RoomEntry, event: RoomEvent, me: string): void {
  switch (event.type) {
    case "swp.room.name":
    case "swp.room.topic":
      changeRoom(entry, event.content);
      return;
    case "swp.room.updated":
      changeRoom(entry, event.content.room);
      return;
    case "swp.room.own_settings":
      Object.assign(entry, event.content.settings);
      return;
    case "swp.room.message":
      if (entry.membership !== "join") return;
      entry.last_position = event.stream_position;
      entry.last_ts = event.origin_ts;
      noteSaid(entry, event, me);
      return;
    case "swp.room.message.edit":
      noteEdited(entry, event.content.event_id, event.content.content, me);
      return;
    case "swp.room.redaction":
      noteRemoved(entry, event.content.event_id);
      return;
    case "swp.room.read_marker":
      moveMarker(entry, event.content);
      return;
    case "swp.room.thread.follow":
      noteFollow(entry, event.content.root_id, event.content.following, event.stream_position);
      return;
    case "swp.room.thread.read_marker": {
      const thread = entry.threads[event.content.root_id];
      if (thread) moveMarker(thread, event.content);
      return;
    }
    case "swp.room.ai_engagement":
      noteEngagement(entry, event.content);
      return;
    case "swp.room.reaction":
    case "swp.room.pins":
    case "swp.room.original_removed":
      return;
  }
}

function moveMarker(place: UnreadPlace, marker: { read_position: number; unread?: UnreadRef[] | undefined }): void {
  if (marker.unread) setRead(place, marker.read_position, marker.unread);
  else noteRead(place, marker.read_position);
}
