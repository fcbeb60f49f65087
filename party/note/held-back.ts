import { isSync } from "./frames.ts";
import type { NoteSocket } from "./socket.ts";

/**
 * Words go to others only once they are in the object's log: what anybody has seen survives the end of this process. (The
 * runtime in turn sends nothing before what was written ahead of it is on disk.)
 */
export class HeldBack {
  readonly #logged: () => Promise<unknown> | undefined;
  #held: { socket: NoteSocket; frame: Uint8Array }[] = [];
  #releasing: Promise<void> = Promise.resolve();

  constructor(logged: () => Promise<unknown> | undefined) {
    this.#logged = logged;
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
    const batch = this.#held;
    this.#held = [];
    await this.#logged();
    for (const { socket, frame } of batch) socket.send(frame);
  }
}
