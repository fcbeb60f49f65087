import type { StreamSocket } from "./stream-socket.ts";

const none: ReadonlySet<StreamSocket> = new Set();

/** The open sockets, by id and by person. */
export class Sockets {
  readonly #byId = new Map<string, StreamSocket>();
  readonly #byParticipant = new Map<string, Set<StreamSocket>>();

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): StreamSocket | undefined {
    return this.#byId.get(id);
  }

  of(participant: string): ReadonlySet<StreamSocket> {
    return this.#byParticipant.get(participant) ?? none;
  }

  all(): IterableIterator<StreamSocket> {
    return this.#byId.values();
  }

  add(socket: StreamSocket): void {
    const { id, participantId } = socket.facts;
    this.#byId.set(id, socket);
    const own = this.#byParticipant.get(participantId);
    if (own) own.add(socket);
    else this.#byParticipant.set(participantId, new Set([socket]));
  }

  /** False when it was removed before. */
  remove(socket: StreamSocket): boolean {
    const { id, participantId } = socket.facts;
    if (!this.#byId.delete(id)) return false;
    const own = this.#byParticipant.get(participantId);
    own?.delete(socket);
    if (own?.size === 0) this.#byParticipant.delete(participantId);
    return true;
  }
}
