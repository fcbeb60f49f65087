import type { ElementContent } from "hast";
import { codeSample } from "#/client/docs/code-sample.ts";
import { h } from "#/client/docs/html.ts";
import { fieldList, type JsonSchema } from "#/client/docs/reference/schema-fields.ts";

/** One type of event as the catalogue has it; `audience` is what the catalogue answers for it. */
export type EventEntry = {
  readonly type: string;
  readonly audience: "room" | "workspace" | "participants" | "tenant";
  /** The content is one nested object in the frame; otherwise its fields stand beside the envelope's. */
  readonly nested: boolean;
  readonly schema: JsonSchema;
};
export type FrameEntry = { readonly type: string; readonly schema: JsonSchema };

/** What each event tells, in one sentence. A test holds it against the catalogue. */
export const eventWords: Readonly<Record<string, string>> = {
  "swp.participant.updated": "A participant appeared, or changed how they look to others.",
  "swp.participant.deactivated": "An account was closed. What the person said stays.",
  "swp.participant.roles": "Your own roles in the tenant changed.",
  "swp.participant.status": "Someone said something of themselves for a while, or no longer does.",
  "swp.participant.preferences": "You changed one of your preferences on another of your devices.",
  "swp.participant.block": "You blocked someone, or hear them again. They are not told.",
  "swp.sidebar.updated": "You arranged your list of rooms on another of your devices.",
  "swp.workspace.member": "Someone's role in a workspace changed. A role of null means that they were removed.",
  "swp.workspace.updated": "A workspace was made, renamed or changed.",
  "swp.room.member": "Someone joined, left, was invited, asked to be let in, or was removed or banned from a room.",
  "swp.room.name": "A room was renamed.",
  "swp.room.topic": "A room got another topic. A topic of null means that it was taken away.",
  "swp.room.updated": "A room was archived, opened again, closed, moved, or changed in another way.",
  "swp.room.own_settings": "You muted a room, or chose what it notifies you of, on another of your devices.",
  "swp.room.message": "Someone said something in a room.",
  "swp.room.message.edit": "A message got new words.",
  "swp.room.redaction": "A message was removed. Its words are gone; its place in the log stays.",
  "swp.room.reaction": "Someone added a reaction to a message, or took it back.",
  "swp.room.read_marker": "You read further on another of your devices, or marked something unread.",
  "swp.room.thread.follow": "You follow a thread from now on, or no longer do.",
  "swp.room.thread.read_marker": "You read further in a thread on another of your devices.",
  "swp.room.pins": "The pinned messages of a room changed. All of them are in it, in their order.",
  "swp.room.original_removed": "The original of a forwarded message was removed.",
  "swp.report": "Someone reported a message, or an admin resolved a report. Admins get it; it names the report alone.",
  "swp.draft": "You wrote, sent or discarded a draft on another of your devices.",
  "swp.presence.sticky": "You chose a presence by hand, or went back to what your devices report.",
  "swp.room.ai_engagement": "An AI takes part in a room in another way from now on.",
  "swp.ai.turn": "An AI began to answer, waits for an approval, or ended. The words come as chunks and as messages.",
  "swp.ai.tool_call": "A call of a tool by an AI, as it stands now.",
  "swp.model.error": "An AI could not answer.",
  "swp.ai.summary": "What was said so far, in the words of a model. It is kept for the next answer and told to nobody.",
  "swp.note.updated":
    "A note was made or changed. It carries no words: read the note. Of a draft only those who may see drafts are told.",
  "swp.note.comment": "Someone commented on a note, or a comment was edited, resolved, opened again or removed.",
  "swp.note.suggestion":
    "An AI suggested changes of a note, or somebody accepted or rejected them. It carries no words: list them.",
  "swp.todo_change":
    "Todos of a note were added, ticked, assigned or changed. Who is newly assigned is told in any case.",
  "swp.session.ended": "Sessions ended. Their streams get this frame last, and close with code 4001.",
};

const audienceWords: Record<EventEntry["audience"], string> = {
  room: "Everyone in the room, and whoever the event is about.",
  workspace: "Everyone in the workspace, and whoever the event is about.",
  participants: "Only the person it concerns, on each of their devices.",
  tenant: "Everyone in the tenant.",
};

const areas: readonly (readonly [prefix: string, title: string])[] = [
  ["swp.room.message", "Messages"],
  ["swp.room.re", "Messages"],
  ["swp.room.thread", "Messages"],
  ["swp.room.pins", "Messages"],
  ["swp.room.original", "Messages"],
  ["swp.draft", "Messages"],
  ["swp.report", "Messages"],
  ["swp.room.", "Rooms"],
  ["swp.sidebar.", "Rooms"],
  ["swp.note.", "Notes"],
  ["swp.todo_change", "Notes"],
  ["swp.workspace.", "Workspaces"],
  ["swp.participant.", "People"],
  ["swp.presence.", "People"],
  ["swp.session.", "Sessions"],
];

/** Every event of the catalogue with its fields and its audience, by what it is about. */
export function eventReference(entries: readonly EventEntry[]): ElementContent[] {
  const titles = [...new Set(areas.map(([, title]) => title)), "Other"];
  const areaOf = (type: string) => areas.find(([prefix]) => type.startsWith(prefix))?.[1] ?? "Other";
  return titles.flatMap((title) => {
    const own = entries.filter(({ type }) => areaOf(type) === title);
    return own.length === 0 ? [] : [h("h2", {}, title), ...own.flatMap(eventEntry)];
  });
}

function eventEntry(entry: EventEntry): ElementContent[] {
  const { type, audience, schema, nested } = entry;
  const shown: JsonSchema = nested
    ? { type: "object", properties: { content: { ...schema, type: "object" } }, required: ["content"] }
    : schema;
  return [
    h("h3", {}, h("code", {}, type)),
    h("p", {}, eventWords[type] ?? null),
    h("p", { dataAudience: "" }, h("strong", {}, "Who gets it: "), audienceWords[audience]),
    fieldList(shown) ?? h("p", {}, "No fields of its own."),
  ];
}

const frameWords: Readonly<Record<string, string>> = {
  typing: "You began or stopped typing in a room. It clears by itself after 4 seconds.",
  presence: "What this device reports of you.",
  pong: "The answer to a ping. Once you have answered one, a missing answer ends the connection.",
};

/** The frames that a client may send. */
export function clientFrameReference(entries: readonly FrameEntry[]): ElementContent[] {
  return entries.flatMap(({ type, schema }) => [
    h("h3", {}, h("code", {}, type)),
    h("p", {}, frameWords[type] ?? null),
    fieldList(schema) ?? h("p", {}, "No fields of its own."),
  ]);
}

/** Why the server closes a stream, and what to do. */
export type CloseCode = { readonly code: number; readonly name: string };

const closeWords: Readonly<Record<string, readonly [meaning: string, action: string]>> = {
  token: ["The token is invalid or expired, or its session ended. The reason is the error code.", "Get a new token."],
  aborted: [
    "The server gave up on this client. The reason says why.",
    "Connect again, except for `duplicate_connection`.",
  ],
  idle: ["Nothing moved for a minute, in either direction.", "Connect again."],
  tooSlow: ["The client does not read what it is sent.", "Connect again, and read faster."],
  restart: ["The server restarts.", "Connect again at once."],
  tryAgain: ["The server can't open a stream now.", "Connect again, later each time."],
  tooBig: ["A frame was larger than a frame may be.", "Connect again, and send less."],
  internal: ["Something went wrong on the server.", "Connect again, later each time."],
};

export function closeCodeTable(codes: readonly CloseCode[]): string {
  const rows = codes.map(({ code, name }) => {
    const [meaning, action] = closeWords[name] ?? ["", ""];
    return `| \`${code}\` | ${meaning} | ${action} |`;
  });
  return ["| code | why | what to do |", "|---|---|---|", ...rows].join("\n");
}

/** An example of a frame, as it is on the wire. */
export function frameExample(value: unknown): ElementContent {
  return codeSample(JSON.stringify(value, null, 2), "json", 'title="Frame"');
}
