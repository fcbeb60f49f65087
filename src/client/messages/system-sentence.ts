import type { Message } from "#/domain/messages/message.ts";
import type { SystemLineKind } from "#/domain/rooms/system-line.ts";

export type SystemWords = { kind: SystemLineKind | "other"; text: string };

type Names = (id: string) => string | undefined;

const kinds: ReadonlySet<string> = new Set<SystemLineKind>([
  "created",
  "invite",
  "join",
  "leave",
  "kick",
  "ban",
  "unban",
  "admin",
  "power",
  "name",
  "topic",
  "archived",
  "reopened",
  "closed",
]);

/** What happened in the room, with current names. A kind of a later server is told by its own words. */
export function systemSentence(content: Message["content"], nameOf: Names): SystemWords {
  const { kind, participant_id, by, value } = content as Record<string, unknown>;
  if (typeof kind !== "string" || !kinds.has(kind) || typeof participant_id !== "string") {
    return { kind: "other", text: withoutStop(content.body ?? "Something changed in this room") };
  }
  const who = nameOf(participant_id) ?? "Somebody";
  const actor = typeof by === "string" ? (nameOf(by) ?? "Somebody") : who;
  const itself = by === participant_id || typeof by !== "string";
  const text = sentence(kind as SystemLineKind, who, actor, itself, typeof value === "string" ? value : "");
  return { kind: kind as SystemLineKind, text };
}

function sentence(kind: SystemLineKind, who: string, by: string, itself: boolean, value: string): string {
  switch (kind) {
    case "created":
      return `${who} created this room`;
    case "invite":
      return `${by} invited ${who}`;
    case "join":
      return itself ? `${who} joined` : `${by} added ${who}`;
    case "leave":
      return `${who} left`;
    case "kick":
      return `${by} removed ${who}`;
    case "ban":
      return `${by} banned ${who}`;
    case "unban":
      return `${by} lifted the ban on ${who}`;
    case "power":
      return `${by} gave ${who} the power level ${value}`;
    case "archived":
      return `${by} archived the room`;
    case "reopened":
      return `${by} opened the room again`;
    case "closed":
      return `${by} closed the room`;
    case "admin":
      return `${who} is now an admin`;
    case "name":
      return `${by} named the room “${value}”`;
    case "topic":
      return value ? `${by} set the topic: ${value}` : `${by} removed the topic`;
  }
}

function withoutStop(body: string): string {
  return body.replace(/\.$/, "");
}

/** “Ana, Bram and 4 others joined”, for lines that stand together. */
export function foldSentence(contents: readonly Message["content"][], nameOf: Names): string {
  const all = contents.map((content) => content as { kind?: unknown; participant_id?: unknown });
  const ids = [...new Set(all.map((content) => content.participant_id))].filter((id) => typeof id === "string");
  const has = (...some: string[]) => all.every((content) => some.includes(String(content.kind)));
  const people = listed(ids.map((id) => nameOf(id) ?? "Somebody"));
  if (has("join")) return `${people} joined`;
  if (has("leave")) return `${people} left`;
  if (has("join", "leave")) return `${people} came and went`;
  if (has("invite")) return `${people} were invited`;
  return `${contents.length} changes to this room`;
}

function listed(names: string[]): string {
  const [first = "Somebody", second, third] = names;
  if (second === undefined) return first;
  if (third === undefined) return `${first} and ${second}`;
  const others = names.length - 2;
  return others === 1 ? `${first}, ${second} and ${third}` : `${first}, ${second} and ${others} others`;
}
