import type { ResponseMode } from "#/domain/workspaces/schema.ts";

export const aiCommandNames = ["title", "compact", "note", "mode", "engage"] as const;
export type AiCommandName = (typeof aiCommandNames)[number];

/** An AI by the names it can be called. */
export type NamedAi = { readonly id: string; readonly local_id: string; readonly display_name: string };

export type AiCommand =
  | { readonly is: "title" }
  | { readonly is: "compact" | "note"; readonly participant_id: string | null }
  | { readonly is: "mode"; readonly mode: ResponseMode; readonly participant_id: string | null }
  | { readonly is: "engage"; readonly participant_id: string };

/** Why a command can't be followed; `word` is what was written. */
export type CommandRefusal = {
  readonly problem: "takes_nothing" | "which_mode" | "which_ai" | "unknown_ai" | "two_ais";
  readonly word: string;
};

const modes: Record<string, ResponseMode | undefined> = { chat: "conversational", continuous: "streaming" };

/** A command as it was written, strictly: nothing is guessed, and what does not fit is told to its caller. */
export function parseAiCommand(name: AiCommandName, args: string, ais: readonly NamedAi[]): AiCommand | CommandRefusal {
  const text = args.normalize("NFC").replace(/\s+/gu, " ").trim();
  switch (name) {
    case "title":
      return text === "" ? { is: "title" } : { problem: "takes_nothing", word: text };
    case "compact":
    case "note": {
      if (text === "") return { is: name, participant_id: null };
      const found = findAi(text, ais);
      return "problem" in found ? found : { is: name, participant_id: found.id };
    }
    case "mode":
      return parseMode(text, ais);
    case "engage": {
      if (text === "") return { problem: "which_ai", word: "" };
      const found = findAi(text, ais);
      return "problem" in found ? found : { is: "engage", participant_id: found.id };
    }
  }
}

/** The mode is the last word; what stands before it names one AI. */
function parseMode(text: string, ais: readonly NamedAi[]): AiCommand | CommandRefusal {
  const space = text.lastIndexOf(" ");
  const last = text.slice(space + 1).toLowerCase();
  const mode = Object.hasOwn(modes, last) ? modes[last] : undefined;
  if (!mode) return { problem: "which_mode", word: text };
  if (space < 0) return { is: "mode", mode, participant_id: null };
  const found = findAi(text.slice(0, space), ais);
  return "problem" in found ? found : { is: "mode", mode, participant_id: found.id };
}

/** By handle, with or without its `@`, or by the name it shows; a name that two have names neither. */
function findAi(word: string, ais: readonly NamedAi[]): NamedAi | CommandRefusal {
  const wanted = word.replace(/^@/, "").toLowerCase();
  const byHandle = ais.find((ai) => ai.local_id === wanted);
  if (byHandle) return byHandle;
  const [byName, other] = ais.filter((ai) => ai.display_name.toLowerCase() === wanted);
  if (other) return { problem: "two_ais", word };
  return byName ?? { problem: "unknown_ai", word };
}
