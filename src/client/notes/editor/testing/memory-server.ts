import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from "yjs";
import { tellPrefix } from "#/client/notes/editor/note-door.ts";
import type { NoteWire } from "#/client/notes/editor/note-editor-types.ts";
import { readFrame, toBase64, writeFrame } from "#/client/notes/editor/note-frames.ts";
import { textName } from "#/domain/notes/bounds.ts";
import type { NoteTelling } from "#/domain/notes/contract.ts";

type Client = { wire: NoteWire; id: string; updates: number };

/** The party of one note in memory, as far as an editor sees it. For tests. */
export class MemoryServer {
  readonly noteId: string;
  readonly doc = new Doc();
  canWrite = true;
  clients = 0;
  isCut = false;
  /** Takes nothing of what clients write, but remembers how far they are. */
  isDeaf = false;
  readonly #heard = new Map<string, Doc>();
  readonly #open = new Set<Client>();

  constructor(noteId: string, text: string) {
    this.noteId = noteId;
    this.doc.getText(textName).insert(0, text);
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      for (const client of this.#open)
        if (client !== origin) this.#send(client, writeFrame({ is: "update", bytes: update }));
    });
  }

  text(): string {
    return this.doc.getText(textName).toString();
  }

  insert(at: number, words: string): void {
    this.doc.getText(textName).insert(at, words);
  }

  async open(id: string): Promise<NoteWire> {
    if (this.isCut) throw new TypeError("fetch failed");
    this.clients += 1;
    const client: Client = {
      id,
      updates: 0,
      wire: {
        send: (data) => this.#receive(client, data),
        close: () => this.#open.delete(client),
        onmessage: null,
        onclose: null,
      },
    };
    this.#open.add(client);
    setTimeout(() => {
      this.#tell(client, this.#access(client));
      this.#send(client, writeFrame({ is: "have", bytes: encodeStateVector(this.doc) }));
    });
    return client.wire;
  }

  /** The state of a client's document, as far as it sent it. */
  heardLast(id: string): string {
    const copy = new Doc();
    applyUpdate(copy, encodeStateAsUpdate(this.doc));
    const heard = this.#heard.get(id);
    if (heard) applyUpdate(copy, encodeStateAsUpdate(heard));
    return toBase64(encodeStateVector(copy));
  }

  /** Closes every connection from the server's side. */
  end(code: number, reason: string): void {
    for (const client of [...this.#open]) {
      this.#open.delete(client);
      client.wire.onclose?.({ code, reason });
    }
  }

  save(): void {
    const state_vector = toBase64(encodeStateVector(this.doc));
    for (const client of this.#open) this.#tell(client, { type: "saved", state_vector, updates: client.updates });
  }

  tell(telling: NoteTelling): void {
    for (const client of this.#open) this.#tell(client, telling);
  }

  setAccess(canWrite: boolean): void {
    this.canWrite = canWrite;
    for (const client of this.#open) this.#tell(client, this.#access(client));
  }

  /** The network goes away for everyone. */
  cut(): void {
    this.isCut = true;
    for (const client of [...this.#open]) {
      this.#open.delete(client);
      client.wire.onclose?.({ code: 1006, reason: "" });
    }
  }

  join(): void {
    this.isCut = false;
    window.dispatchEvent(new Event("online"));
  }

  #access({ id }: Client): NoteTelling {
    return { type: "access", can_write: this.canWrite, participant_id: id, display_name: id, colour: 1 };
  }

  #receive(client: Client, data: Uint8Array): void {
    const frame = readFrame(data);
    if (!frame || !this.#open.has(client)) return;
    if (frame.is === "have")
      this.#send(client, writeFrame({ is: "rest", bytes: encodeStateAsUpdate(this.doc, frame.bytes) }));
    else if (frame.is === "rest" || frame.is === "update") this.#take(client, frame.bytes);
    else if (frame.is === "awareness") for (const other of this.#open) if (other !== client) this.#send(other, data);
  }

  #take(client: Client, update: Uint8Array): void {
    client.updates += 1;
    const heard = this.#heard.get(client.id) ?? new Doc();
    this.#heard.set(client.id, heard);
    applyUpdate(heard, encodeStateAsUpdate(this.doc));
    applyUpdate(heard, update);
    if (!this.isDeaf) applyUpdate(this.doc, update, client);
  }

  #tell({ wire }: Client, telling: NoteTelling): void {
    wire.onmessage?.({ data: tellPrefix + JSON.stringify(telling) });
  }

  #send({ wire }: Client, data: Uint8Array): void {
    wire.onmessage?.({ data: data.slice().buffer });
  }
}
