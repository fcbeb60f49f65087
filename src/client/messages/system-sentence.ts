import { say } from "#/client/language/say.ts";
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
    return { kind: "other", text: withoutStop(content.body ?? say("Something changed in this room")) };
  }
  const who = nameOf(participant_id) ?? say("Somebody");
  const actor = typeof by === "string" ? (nameOf(by) ?? say("Somebody")) : who;
  const itself = by === participant_id || typeof by !== "string";
  const text = sentence(kind as SystemLineKind, who, actor, itself, typeof value === "string" ? value : "");
  return { kind: kind as SystemLineKind, text };
}

function sentence(kind: SystemLineKind, who: string, by: string, itself: boolean, value: string): string {
  switch (kind) {
    case "created":
      return say("{who} created this room", { who });
    case "invite":
      return say("{by} invited {who}", { by, who });
    case "join":
      return itself ? say("{who} joined", { who }) : say("{by} added {who}", { by, who });
    case "leave":
      return say("{who} left", { who });
    case "kick":
      return say("{by} removed {who}", { by, who });
    case "ban":
      return say("{by} banned {who}", { by, who });
    case "unban":
      return say("{by} lifted the ban on {who}", { by, who });
    case "power":
      return say("{by} gave {who} the power level {value}", { by, who, value });
    case "archived":
      return say("{by} archived the room", { by });
    case "reopened":
      return say("{by} opened the room again", { by });
    case "closed":
      return say("{by} closed the room", { by });
    case "admin":
      return say("{who} is now an admin", { who });
    case "name":
      return say("{by} named the room “{value}”", { by, value });
    case "topic":
      return value ? say("{by} set the topic: {value}", { by, value }) : say("{by} removed the topic", { by });
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
  const people = listed(ids.map((id) => nameOf(id) ?? say("Somebody")));
  if (has("join")) return say("{people} joined", { people });
  if (has("leave")) return say("{people} left", { people });
  if (has("join", "leave")) return say("{people} came and went", { people });
  if (has("invite")) return say("{people} were invited", { people });
  return say("{count} changes to this room", { count: contents.length });
}

function listed(names: string[]): string {
  const [first = say("Somebody"), second, third] = names;
  if (second === undefined) return first;
  if (third === undefined) return say("{first} and {second}", { first, second });
  const others = names.length - 2;
  return others === 1
    ? say("{first}, {second} and {third}", { first, second, third })
    : say("{first}, {second} and {others} others", { first, second, others });
}
