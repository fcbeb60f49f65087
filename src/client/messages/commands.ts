import type { Navigator } from "@solidjs/router";
import type { Conversation } from "#/client/messages/conversation.ts";
import type { Layers } from "#/client/shell/layers.tsx";

/** Where a command was written. */
export type CommandPlace = {
  readonly conversation: Conversation;
  /** The thread that one writes in; null in the room itself. */
  readonly rootId: string | null;
  readonly layers: Layers;
  readonly navigate: Navigator;
};

/** What a command says to its caller, and to nobody else; nothing when what it did is seen anyway. */
export type CommandAnswer = { readonly say: string; readonly list?: readonly Command[] } | undefined;

export type Command = {
  /** As written after `/`: small letters, digits, `-` and `_`. */
  readonly name: string;
  /** Its arguments, as shown while one writes: `@who [reason]`. Empty for none. */
  readonly hint: string;
  readonly summary: string;
  /** Whether it means anything here; absent: everywhere. */
  readonly isHere?: (place: CommandPlace) => boolean;
  /** Throws a `CommandProblem`, or what the server refused with; the text then stays in the composer. */
  readonly run: (args: string, place: CommandPlace) => Promise<CommandAnswer> | CommandAnswer;
};

/** Why a command could not be followed, as a sentence for its caller. */
export class CommandProblem extends Error {}

const all = new Map<string, Command>();

/** Makes a command known; the answer takes it back. A name that is taken is a mistake of ours. */
export function registerCommand(command: Command): () => void {
  if (!/^[a-z][a-z0-9_-]{0,31}$/.test(command.name)) throw new Error(`/${command.name} is no name of a command.`);
  if (all.has(command.name)) throw new Error(`/${command.name} is registered already.`);
  all.set(command.name, command);
  return () => all.delete(command.name);
}

/** Those that mean something in this place, by name. */
export function commandsFor(place: CommandPlace): Command[] {
  return [...all.values()]
    .filter((command) => command.isHere?.(place) ?? true)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
