import type * as z from "zod/mini";
import { aiEvents } from "#/domain/ai/events.ts";
import type { Audience, EventDraft } from "#/domain/envelope.ts";
import { identityEvents } from "#/domain/identity/events.ts";
import { messageEvents } from "#/domain/messages/events.ts";
import { noteEvents } from "#/domain/notes/events.ts";
import { participantEvents } from "#/domain/participants/events.ts";
import { presenceEvents } from "#/domain/presence/events.ts";
import { roomEvents } from "#/domain/rooms/events.ts";
import { todoEvents } from "#/domain/todos/events.ts";
import { workspaceEvents } from "#/domain/workspaces/events.ts";

/** The content of every event that enters the log, by type. Additions only: old logs are read for ever. */
export const eventContents = {
  ...participantEvents,
  ...workspaceEvents,
  ...roomEvents,
  ...messageEvents,
  ...presenceEvents,
  ...identityEvents,
  ...noteEvents,
  ...todoEvents,
  ...aiEvents,
};

export type EventType = keyof typeof eventContents;
export type EventContent = { [K in EventType]: z.infer<(typeof eventContents)[K]> };

const room = (event: EventDraft, also: string[] = []): Audience => ({ kind: "room", room_id: event.room_id!, also });
const workspace = (event: EventDraft, also: string[] = []): Audience => ({
  kind: "workspace",
  workspace_id: event.workspace_id!,
  also,
});
type OfNote = "swp.note.updated" | "swp.note.comment" | "swp.note.suggestion" | "swp.todo_change";
/** Those who may see drafts are told with the event; the others hear of a note when it stops or starts being one. */
const noteReaders = (event: EventDraft<OfNote>): Audience => {
  if (event.content.status !== "draft") return workspace(event);
  const becameDraft = event.type === "swp.note.updated" && event.content.changed.includes("status");
  return becameDraft ? workspace(event) : { kind: "participants", also: [] };
};
const self = (event: EventDraft): Audience => ({ kind: "participants", also: [event.sender_id!] });

/** Who receives each type. The one place where it is decided, on the server, when the event is written. */
const audiences: { [K in EventType]: (event: EventDraft<K>) => Audience } = {
  "swp.participant.updated": () => ({ kind: "tenant" }),
  "swp.participant.deactivated": () => ({ kind: "tenant" }),
  "swp.participant.roles": (event) => ({ kind: "participants", also: [event.content.participant_id] }),
  "swp.participant.status": () => ({ kind: "tenant" }),
  "swp.participant.preferences": self,
  "swp.participant.block": self,
  "swp.sidebar.updated": self,
  "swp.workspace.member": (event) => workspace(event, [event.content.participant_id]),
  "swp.workspace.updated": (event) => workspace(event),
  "swp.room.member": (event) => room(event, event.content.unseen_by_subject ? [] : [event.content.participant_id]),
  "swp.room.name": (event) => room(event),
  "swp.room.topic": (event) => room(event),
  "swp.room.updated": (event) => room(event),
  "swp.room.message": (event) => room(event),
  "swp.room.message.edit": (event) => room(event),
  "swp.room.redaction": (event) => room(event),
  "swp.room.reaction": (event) => room(event),
  "swp.room.own_settings": self,
  "swp.room.read_marker": self,
  // Whom it concerns is told with the event: who mentions somebody in a thread makes them follow it.
  "swp.room.thread.follow": () => ({ kind: "participants", also: [] }),
  "swp.room.thread.read_marker": self,
  "swp.room.pins": (event) => room(event),
  "swp.room.original_removed": (event) => room(event),
  // The admins are told with the event.
  "swp.report": () => ({ kind: "participants", also: [] }),
  "swp.draft": self,
  "swp.presence.sticky": self,
  "swp.room.ai_engagement": (event) => room(event),
  "swp.ai.turn": (event) => room(event),
  "swp.ai.tool_call": (event) => room(event),
  "swp.model.error": (event) => room(event),
  // The summary is a model's own; people ask for it where they want to read it.
  "swp.ai.summary": () => ({ kind: "participants", also: [] }),
  "swp.note.updated": noteReaders,
  "swp.note.comment": noteReaders,
  "swp.note.suggestion": noteReaders,
  "swp.todo_change": noteReaders,
  "swp.session.ended": (event) => ({
    kind: "participants",
    also: [event.content.participant_id ?? event.sender_id!],
  }),
};

/** The audience of an event about to be written. */
export function audienceOf(event: EventDraft): Audience {
  const audience = (audiences[event.type] as (event: EventDraft) => Audience)(event);
  return event.also && audience.kind !== "tenant" ? { ...audience, also: [...audience.also, ...event.also] } : audience;
}
