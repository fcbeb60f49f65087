import * as Y from "yjs";
import { textName } from "#/domain/notes/bounds.ts";
import type { NoteAction, NoteOpening, NoteSaveRequest } from "#/domain/notes/contract.ts";
import { fromBase64, toBase64 } from "../note/bytes.ts";
import { tickMs } from "../note/limits.ts";
import { Note } from "../note/note.ts";
import type { NoteSocket } from "../note/socket.ts";
import type { NoteWeb, WebRefusal } from "../note/web.ts";
import { id, person, tenantId } from "./facts.ts";
import { NotePeer } from "./note-peer.ts";
import { TestDisk, TestStorage } from "./note-storage.ts";

export const noteId = id("9999", 1);

export function openingOf(participant: string, some: Partial<NoteOpening> = {}): NoteOpening {
  return {
    tenant_id: tenantId,
    note_id: noteId,
    participant_id: participant,
    display_name: participant.slice(0, 8),
    is_ai: false,
    session_id: null,
    expires_at: null,
    can_write: true,
    ...some,
  };
}

/** A client in memory: what it sends arrives at once, unless the test holds it back. */
export class Mate extends NotePeer {
  /** Frames that came, not looked at yet while `isSlow`. */
  readonly inbox: Uint8Array[] = [];
  isSlow = false;
  socket: NoteSocket | null = null;
  note: Note | null = null;
  readonly who: NoteOpening;

  constructor(who: NoteOpening, document?: Y.Doc) {
    super(document);
    this.who = who;
  }

  /** Opens the note; false when it was refused, or given up meanwhile. Asks at once for what it lacks, as browsers do. */
  join(note: Note, askedAt = note.now()): Promise<boolean> {
    this.closed = null;
    this.note = note;
    this.inbox.length = 0;
    const wire = {
      send: (data: string | Uint8Array) => this.#came(data),
      close: (code: number, reason: string) => {
        this.closed ??= { code, reason };
      },
    };
    const socket = note.admit(wire, this.who);
    this.socket = socket;
    if (!socket) return Promise.resolve(false);
    this.ask();
    // What the note sent before the opening was answered.
    if (!this.isSlow) this.read();
    return note.seat(socket, askedAt).then((isIn) => {
      if (this.socket !== socket) return false;
      if (!isIn) this.socket = null;
      return isIn;
    });
  }

  get isAway(): boolean {
    return this.socket === null;
  }

  leave(): void {
    const { note } = this;
    if (this.socket && note) note.leave(this.socket);
    this.socket = null;
  }

  /** The other side is no more, and nobody says so. */
  lose(): void {
    this.socket = null;
    this.note = null;
  }

  #came(data: string | Uint8Array): void {
    if (typeof data === "string") this.told(data);
    else if (this.isSlow || !this.socket) this.inbox.push(data.slice());
    else this.take(data);
  }

  /** Looks at everything that came. */
  read(): void {
    for (const frame of this.inbox.splice(0)) this.take(frame);
  }

  raw(data: Uint8Array | string): void {
    if (this.socket && this.note && !this.closed) this.note.receive(this.socket, data);
  }
}

/** The web application with one note in its database, as slow and as broken as the test wants. */
export class TestNoteWeb implements NoteWeb {
  readonly document = new Y.Doc();
  version = 1;
  saves: NoteSaveRequest[] = [];
  /** Refusals to come; null for no answer at all. */
  refuses: WebRefusal | null = null;
  /** Who may what; whoever is not named may do everything. Absent for `null`. */
  readonly rightsOf = new Map<string, boolean | null>();
  /** Answers wait here while it is an array. */
  waiting: (() => void)[] | null = null;
  loads = 0;
  rightsAsked = 0;

  constructor(text = "") {
    this.document.getText(textName).insert(0, text);
  }

  get text(): string {
    return this.document.getText(textName).toString();
  }

  async load({ state_vector }: Parameters<NoteWeb["load"]>[0]): Promise<Awaited<ReturnType<NoteWeb["load"]>>> {
    this.loads += 1;
    await this.#turn();
    if (this.refuses) return this.refuses;
    const update = Y.encodeStateAsUpdate(this.document, state_vector ? fromBase64(state_vector) : undefined);
    return { update, version: this.version };
  }

  async save(request: NoteSaveRequest): Promise<Awaited<ReturnType<NoteWeb["save"]>>> {
    this.saves.push(request);
    await this.#turn();
    if (this.refuses) return this.refuses;
    const before = this.text;
    Y.applyUpdate(this.document, fromBase64(request.update));
    if (this.text !== before) this.version += 1;
    return {
      version: this.version,
      missing: toBase64(Y.encodeStateAsUpdate(this.document, fromBase64(request.state_vector))),
      state_vector: toBase64(Y.encodeStateVector(this.document)),
    };
  }

  async rights({ openers }: Parameters<NoteWeb["rights"]>[0]): Promise<Awaited<ReturnType<NoteWeb["rights"]>>> {
    this.rightsAsked += 1;
    await this.#turn();
    if (this.refuses) return this.refuses;
    return {
      openers: openers.flatMap((opener) => {
        const can_write = this.rightsOf.has(opener.participant_id) ? this.rightsOf.get(opener.participant_id)! : true;
        return can_write === null ? [] : [{ ...opener, can_write }];
      }),
    };
  }

  #turn(): Promise<void> {
    const { waiting } = this;
    return waiting ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
  }

  /** Lets everything that waits be answered. */
  answer(): void {
    for (const resolve of this.waiting?.splice(0) ?? []) resolve();
  }
}

/** A note whose clock moves only when the test says so, with the real y-partykit, a disk and a web application in memory. */
export class NoteHall {
  now = Date.parse("2026-01-01T00:00:00Z");
  readonly disk = new TestDisk();
  readonly web: TestNoteWeb;
  readonly logged: { event: string; fields: Record<string, unknown> }[] = [];
  note: Note;
  #storage: TestStorage;
  readonly #id: string;
  static #made = 0;

  constructor(text = "") {
    NoteHall.#made += 1;
    this.#id = id("9999", NoteHall.#made);
    this.web = new TestNoteWeb(text);
    this.#storage = new TestStorage(this.disk);
    this.note = this.#make();
  }

  #make(): Note {
    return new Note({
      room: { id: this.#id, storage: this.#storage.asStorage },
      web: this.web,
      clock: () => this.now,
      log: (event, fields) => this.logged.push({ event, fields }),
    });
  }

  /** The object is taken away as it is, and another comes in its place. All connections are gone. */
  replace(): void {
    this.#storage.gone();
    this.#storage = new TestStorage(this.disk);
    this.note = this.#make();
  }

  act(action: NoteAction): Promise<{ open: boolean }> {
    return this.note.act(action, { tenant_id: tenantId });
  }

  async enter(number: number, some: Partial<NoteOpening> = {}, document?: Y.Doc): Promise<Mate> {
    const mate = new Mate(openingOf(person(number), some), document);
    await mate.join(this.note);
    await flush();
    return mate;
  }

  /** Lets time pass, ticking as the real timer does. */
  async pass(ms: number): Promise<void> {
    for (const end = this.now + ms; this.now < end; ) {
      this.now += tickMs;
      this.note.tick();
      await flush();
    }
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export async function flush(rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
