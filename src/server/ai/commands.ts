import type { CommandEntry } from "#/domain/ai/command-schema.ts";

const catalogue = new Map<string, CommandEntry>();

/** Makes commands known to programs. Called by the composition; a name that is taken is a mistake of ours. */
export function registerCommands(entries: readonly CommandEntry[]): void {
  for (const entry of entries) {
    if (catalogue.has(entry.name)) throw new Error(`/${entry.name} is registered already.`);
    catalogue.set(entry.name, entry);
  }
}

/** Every command of the product, by name. */
export function listCommands(): CommandEntry[] {
  return [...catalogue.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const person = { name: "who", kind: "person", required: true } as const;
const ai = (required: boolean) => ({ name: "ai", kind: "ai", required }) as const;
const words = (name: string, required: boolean) => ({ name, kind: "text", required }) as const;

registerCommands([
  {
    name: "title",
    usage: "/title",
    summary: "Has an AI name the room after what was said in it.",
    arguments: [],
    does: "POST /v1/rooms/{room_id}/ai/title",
    needs: "engage",
  },
  {
    name: "compact",
    usage: "/compact [ai]",
    summary: "Sums up everything so far; the next answer starts from the summary.",
    arguments: [ai(false)],
    does: "POST /v1/rooms/{room_id}/ai/compact",
    needs: "engage",
  },
  {
    name: "note",
    usage: "/note [ai]",
    summary: "Has an AI write the conversation up as a note of one's own.",
    arguments: [ai(false)],
    does: "POST /v1/rooms/{room_id}/ai/note",
    needs: "send",
  },
  {
    name: "mode",
    usage: "/mode [ai] chat|continuous",
    summary: "Says how answers come: paragraph by paragraph, or word by word.",
    arguments: [ai(false), { name: "mode", kind: "choice", required: true, choices: ["chat", "continuous"] }],
    does: "PUT /v1/rooms/{room_id}/ai/response-mode",
    needs: "engage",
  },
  {
    name: "engage",
    usage: "/engage <ai>",
    summary: "Brings an AI in and asks it to answer the latest message.",
    arguments: [ai(true)],
    does: "POST /v1/rooms/{room_id}/ai/engage",
    needs: "engage",
  },
  {
    name: "topic",
    usage: "/topic [words]",
    summary: "Says what the room is for.",
    arguments: [words("words", false)],
    does: "PUT /v1/rooms/{room_id}/topic",
    needs: "topic",
  },
  {
    name: "invite",
    usage: "/invite @who",
    summary: "Asks someone into the room.",
    arguments: [person],
    does: "POST /v1/rooms/{room_id}/invite",
    needs: "invite",
  },
  {
    name: "kick",
    usage: "/kick @who",
    summary: "Removes someone from the room.",
    arguments: [person],
    does: "POST /v1/rooms/{room_id}/kick",
    needs: "kick",
  },
  {
    name: "leave",
    usage: "/leave",
    summary: "Leaves the room.",
    arguments: [],
    does: "POST /v1/rooms/{room_id}/leave",
    needs: null,
  },
  {
    name: "archive",
    usage: "/archive",
    summary: "Puts the room aside.",
    arguments: [],
    does: "POST /v1/rooms/{room_id}/archive",
    needs: "archive",
  },
  {
    name: "mute",
    usage: "/mute [1h|8h|tomorrow|off]",
    summary: "Is told nothing of the room for a while.",
    arguments: [{ name: "until", kind: "choice", required: false, choices: ["1h", "8h", "tomorrow", "off"] }],
    does: "PUT /v1/rooms/{room_id}/mute",
    needs: null,
  },
  {
    name: "dm",
    usage: "/dm @who [words]",
    summary: "Goes to a direct conversation.",
    arguments: [person, words("words", false)],
    does: "POST /v1/rooms/dm",
    needs: null,
  },
]);
