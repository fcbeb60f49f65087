import type { WebSocket } from "ws";
import type * as Y from "yjs";
import { NotePeer } from "./note-peer.ts";
import { until } from "./until.ts";

/** A real client of a note, over a real WebSocket. */
export class NoteClient extends NotePeer {
  synced = false;
  socket: WebSocket;

  constructor(socket: WebSocket, document?: Y.Doc) {
    super(document);
    this.socket = socket;
    this.#listen(socket);
  }

  #listen(socket: WebSocket): void {
    socket.on("open", () => this.ask());
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.take(new Uint8Array(data));
      else this.told(String(data));
    });
    socket.on("close", (code, reason) => {
      if (this.socket === socket) this.closed = { code, reason: String(reason) };
    });
    socket.on("error", () => {});
  }

  /** Goes on with what it has over a new connection. */
  again(socket: WebSocket): void {
    this.closed = null;
    this.synced = false;
    this.socket = socket;
    this.#listen(socket);
  }

  protected override take(frame: Uint8Array): void {
    super.take(frame);
    if (frame[0] === 0 && frame[1] === 1) this.synced = true;
  }

  raw(data: Uint8Array | string): void {
    if (this.socket.readyState === 1) this.socket.send(data);
  }

  async ready(): Promise<this> {
    await until(
      () => ({ synced: this.synced, closed: this.closed }),
      ({ synced, closed }) => synced || closed !== null,
    );
    if (!this.synced) throw new Error(`The note closed with ${this.closed?.code} ${this.closed?.reason}.`);
    return this;
  }

  async end(): Promise<{ code: number; reason: string }> {
    return (await until(
      () => this.closed,
      (closed) => closed !== null,
    ))!;
  }

  async leave(): Promise<void> {
    this.socket.close();
    await this.end();
    this.gone();
  }

  /** Without a word, and for good. */
  gone(): void {
    this.silence();
    this.socket.terminate();
  }
}
