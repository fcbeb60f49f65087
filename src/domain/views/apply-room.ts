import { applyToRoomAi, emptyRoomAi } from "#/domain/ai/room-view.ts";
import { append, countReply, edit, find, loseOriginal, messageOf, react, redact } from "#/domain/messages/reduce.ts";
import { changeMember, changeRoom } from "#/domain/rooms/reduce.ts";
import type { Received } from "#/domain/views/apply.ts";
import { threadAfter } from "#/domain/views/apply-thread.ts";
import type { ClientState, RoomView } from "#/domain/views/state.ts";

/** One opened room past one event that it does not hold yet. `state` is as it was before the event. */
export function applyToRoomView(view: RoomView, event: Received, state: ClientState): void {
  if (event.forgotten && event.type !== "swp.room.message") return;
  if (event.type === "swp.participant.updated") {
    const member = view.members[event.content.participant.id];
    if (member) member.participant = event.content.participant;
    return;
  }
  if (event.room_id !== view.room.id) return;
  switch (event.type) {
    case "swp.room.member":
      applyMember(view, event, state.me.id);
      return;
    case "swp.room.name":
    case "swp.room.topic":
      changeRoom(view.room, event.content);
      return;
    case "swp.room.updated":
      changeRoom(view.room, event.content.room);
      return;
    case "swp.room.message":
      applyMessage(view, event);
      return;
    case "swp.room.message.edit": {
      const message = find(view.messages, event.content.event_id);
      if (message) edit(message, event.content);
      return;
    }
    case "swp.room.reaction": {
      const message = find(view.messages, event.content.event_id);
      if (message) react(message, event.sender_id!, event.content);
      return;
    }
    case "swp.room.redaction": {
      const message = find(view.messages, event.content.event_id);
      if (message) redact(message, event.content);
      const change = threadAfter(event, state.threads);
      const root = change && find(view.messages, change.root_id);
      if (root) root.thread = change.summary;
      view.pins = view.pins.filter((pin) => pin.event_id !== event.content.event_id);
      return;
    }
    case "swp.room.original_removed": {
      const message = find(view.messages, event.content.event_id);
      if (message) loseOriginal(message);
      return;
    }
    case "swp.room.pins":
      view.pins = event.content.pins;
      return;
    case "swp.ai.turn":
    case "swp.ai.tool_call":
      view.ai ??= emptyRoomAi();
      applyToRoomAi(view.ai, event);
      return;
    case "swp.room.ai_engagement":
      applyEngagement(view, event);
  }
}

function applyMember(view: RoomView, event: Received<"swp.room.member">, me: string): void {
  const { member, room } = event.content;
  changeMember(view.members, member);
  const others = (view.knocking ?? []).filter((id) => id !== member.participant_id);
  const knocking = member.membership === "knock" ? [...others, member.participant_id] : others;
  if (knocking.length > 0) view.knocking = knocking;
  else delete view.knocking;
  changeRoom(view.room, room);
  if (member.membership !== "join") dropAi(view, member.participant_id);
  if (member.participant_id !== me) return;
  view.membership = member.membership;
  view.power_level = member.power_level;
}

/** Replies are read in their thread; the room shows them in the footer of the root, and whole those that say so. */
function applyMessage(view: RoomView, event: Received<"swp.room.message">): void {
  const message = messageOf(event);
  if (message.thread_root_id === null || message.also_in_room) append(view.messages, message);
  if (message.thread_root_id === null) return;
  const root = find(view.messages, message.thread_root_id);
  if (root) root.thread = countReply(root.thread, message);
}

/** With null it holds for every AI that is there. One that has just come in is told whole. */
function applyEngagement(view: RoomView, { content }: Received<"swp.room.ai_engagement">): void {
  const { participant_id, settings: whole, ...choice } = content;
  if (whole) {
    view.ai ??= emptyRoomAi();
    view.ai.settings[whole.participant_id] = whole;
    return;
  }
  for (const settings of Object.values(view.ai?.settings ?? {})) {
    if (participant_id === null || participant_id === settings.participant_id) Object.assign(settings, choice);
  }
}

/** An AI that left takes no part; what it did stays. */
function dropAi(view: RoomView, participantId: string): void {
  if (!view.ai) return;
  delete view.ai.settings[participantId];
  const { settings, turns } = view.ai;
  if (Object.keys(settings).length === 0 && Object.keys(turns).length === 0) delete view.ai;
}
