import { mergeUpdates } from "yjs";
import { isSync, updateFrame, updateOf } from "./frames.ts";
import { crowdFrom, gatherMs, maxGathered } from "./limits.ts";
import type { NoteSocket } from "./socket.ts";

type Held = { socket: NoteSocket; frame: Uint8Array };
/** One frame, and everybody who gets it. */
type Sending = { frame: Uint8Array; sockets: NoteSocket[] };

/**
 * Words go to others only once they are in the object's log: what anybody has seen survives the end of this process. (The
 * runtime in turn sends nothing before what was written ahead of it is on disk.) What many write at the same moment goes to
 * each of them as one.
 */
export class HeldBack {
  readonly #logged: () => Promise<unknown> | undefined;
  readonly #connections: () => number;
  #held: Held[] = [];
  #releasing: Promise<void> = Promise.resolve();

  constructor(logged: () => Promise<unknown> | undefined, connections: () => number) {
    this.#logged = logged;
    this.#connections = connections;
  }

  send(socket: NoteSocket, frame: Uint8Array): void {
    if (!isSync(frame)) {
      socket.send(frame);
      return;
    }
    this.#held.push({ socket, frame });
    if (this.#held.length === 1) this.#releasing = this.#releasing.then(() => this.#release());
  }

  async #release(): Promise<void> {
    if (this.#connections() >= crowdFrom) await new Promise((resolve) => setTimeout(resolve, gatherMs));
    const batch = this.#held;
    this.#held = [];
    await this.#logged();
    for (const { frame, sockets } of gathered(sendings(batch))) for (const socket of sockets) socket.send(frame);
  }
}

/** A change is told to one after the other, as the same frame. */
function sendings(batch: readonly Held[]): Sending[] {
  const found: Sending[] = [];
  for (const { socket, frame } of batch) {
    const last = found.at(-1);
    if (last?.frame === frame) last.sockets.push(socket);
    else found.push({ frame, sockets: [socket] });
  }
  return found;
}

/** Changes that follow each other and go to the same people, made one. */
function gathered(all: readonly Sending[]): Sending[] {
  const made: Sending[] = [];
  let updates: Uint8Array[] = [];
  let length = 0;
  for (const { frame, sockets } of all) {
    const last = made.at(-1);
    const update = updateOf(frame);
    const goesAlong = last && update && updates.length > 0 && length + update.length <= maxGathered;
    if (goesAlong && isSame(last.sockets, sockets)) {
      updates.push(update);
      length += update.length;
      // Merged at the end of the run, once.
      last.frame = frame;
    } else {
      close(made, updates);
      made.push({ frame, sockets });
      updates = update ? [update] : [];
      length = update?.length ?? 0;
    }
  }
  close(made, updates);
  return made;
}

function close(made: readonly Sending[], updates: Uint8Array[]): void {
  const last = made.at(-1);
  if (last && updates.length > 1) last.frame = updateFrame(mergeUpdates(updates));
}

const isSame = (some: readonly NoteSocket[], others: readonly NoteSocket[]): boolean =>
  some.length === others.length && some.every((socket, index) => socket === others[index]);
