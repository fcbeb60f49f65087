import type { NoteOpening } from "#/domain/notes/contract.ts";
import type { AwarenessEntry } from "./frames.ts";
import { maxAwarenessBytes, maxOwnIds } from "./limits.ts";

/** Whose caret an id of Yjs is. The first to come has it, until they leave. */
export class AwarenessOwners<Socket extends { readonly who: NoteOpening }> {
  readonly #owners = new Map<number, Socket>();

  ownerOf(clientId: number): Socket | undefined {
    return this.#owners.get(clientId);
  }

  /**
   * Whether the id is this connection's. `takenFrom` is an older connection of the same person, which has it no more: their
   * network changed, and the old one has not noticed yet.
   */
  claim(socket: Socket, clientId: number): { takenFrom: Socket | null } | null {
    const owner = this.#owners.get(clientId);
    if (owner === socket) return { takenFrom: null };
    if (owner && owner.who.participant_id !== socket.who.participant_id) return null;
    if (this.#idsOf(socket).length >= maxOwnIds) return null;
    this.#owners.set(clientId, socket);
    return { takenFrom: owner ?? null };
  }

  left(socket: Socket): void {
    for (const clientId of this.#idsOf(socket)) this.#owners.delete(clientId);
  }

  #idsOf(socket: Socket): number[] {
    return [...this.#owners].flatMap(([clientId, owner]) => (owner === socket ? [clientId] : []));
  }
}

/**
 * What others get to see of an entry: the place of the caret as its owner says, and the name as the web application says. Null for
 * what is too large or not readable; an entry that says `null` stands for one who shows nothing.
 */
export function entryAsTold(entry: AwarenessEntry, who: NoteOpening, colour: number): AwarenessEntry | null {
  if (entry.json.length > maxAwarenessBytes || new TextEncoder().encode(entry.json).length > maxAwarenessBytes)
    return null;
  let said: unknown;
  try {
    said = JSON.parse(entry.json);
  } catch {
    return null;
  }
  if (said === null) return { ...entry, json: "null" };
  if (typeof said !== "object") return null;
  const cursor = "cursor" in said ? said.cursor : null;
  const { participant_id, display_name, is_ai } = who;
  return { ...entry, json: JSON.stringify({ user: { participant_id, display_name, is_ai, colour }, cursor }) };
}
