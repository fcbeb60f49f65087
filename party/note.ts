import type * as Party from "partykit/server";
import { id } from "#/domain/ids.ts";
import {
  maxNotesLeft,
  type NoteAction,
  type NoteLeftAnswer,
  type NoteOpening,
  noteActionPath,
  noteActionRequest,
  noteActions,
  noteLeftPath,
  noteOpening,
  notePath,
} from "#/domain/notes/contract.ts";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { tickMs } from "./note/limits.ts";
import { Note } from "./note/note.ts";
import { leftNotes, openNotes, processName } from "./note/open-notes.ts";
import { askNoteOpening } from "./note/opening.ts";
import type { NoteSocket } from "./note/socket.ts";
import { noteWeb } from "./note/web.ts";
import { acceptAndClose, problem } from "./replies.ts";
import { isInternal } from "./secret.ts";
import { askingOf } from "./web.ts";

/** Carries what the web application said of the opener from the door to the note's object. No client's header gets there. */
const openingHeader = "x-note-opening";

/** One note as a party: turns sockets and requests into calls of `Note`, which knows nothing of PartyKit. */
export default class NoteParty {
  readonly options = { hibernate: false };
  readonly #note: Note;
  readonly #sockets = new Map<string, NoteSocket>();
  #timer: ReturnType<typeof setInterval> | null = null;

  /** Asks the web application who this is. A refusal is accepted and closed with its code, so that browsers see it. */
  static async onBeforeConnect(request: Party.Request, lobby: Party.Lobby): Promise<Party.Request | Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (!id.safeParse(lobby.id).success || pathname !== notePath(lobby.id)) return problem("SW_NOT_FOUND");
    const askedAt = Date.now();
    const asked = await askNoteOpening(askingOf(lobby.env), {
      token: searchParams.get("token"),
      origin: request.headers.get("origin"),
      host: request.headers.get("host"),
      note_id: lobby.id,
    });
    if ("code" in asked) return acceptAndClose(asked);
    openNotes.add(lobby.id);
    const facts = encodeURIComponent(JSON.stringify({ askedAt, opening: asked.opening }));
    return new Request(new URL(notePath(lobby.id), request.url), {
      headers: { upgrade: "websocket", [openingHeader]: facts },
    }) as unknown as Party.Request;
  }

  /** From outside only the web application may ask, and only for these. */
  static onBeforeRequest(request: Party.Request, lobby: Party.Lobby): Party.Request | Response {
    const { pathname } = new URL(request.url);
    if (pathname === noteLeftPath && isInternal(request.headers, lobby.env)) return left(request);
    const known = noteActions.some((action) => pathname === noteActionPath(lobby.id, action));
    if (!known || !id.safeParse(lobby.id).success || !isInternal(request.headers, lobby.env))
      return problem("SW_NOT_FOUND");
    return request.method === "POST" ? request : problem("SW_METHOD_NOT_ALLOWED");
  }

  constructor(room: Party.Room) {
    this.#note = new Note({
      room,
      web: noteWeb(askingOf(room.env)),
      clock: () => Date.now(),
      log: (event, fields) => console.error(JSON.stringify({ event, ...fields })),
    });
  }

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext): void {
    const facts: unknown = JSON.parse(decodeURIComponent(request.headers.get(openingHeader) ?? "null"));
    const { askedAt, opening } = facts as { askedAt: number; opening: NoteOpening };
    this.#wake();
    const wire = {
      send: (data: string | Uint8Array) => connection.send(data),
      close: (code: number, reason: string) => connection.close(code, reason),
    };
    const socket = this.#note.admit(wire, noteOpening.parse(opening));
    if (!socket) return;
    this.#sockets.set(connection.id, socket);
    // Not waited for: the upgrade is answered at once, and the client asks for what it lacks while that is on its way.
    this.#note.seat(socket, askedAt).catch((error: unknown) => {
      console.error(JSON.stringify({ event: "note.enter_failed", note_id: this.#note.id, error: String(error) }));
      this.#note.close(socket, closeCodes.tryAgain, "SW_UNAVAILABLE");
    });
  }

  onMessage(data: string | ArrayBuffer, connection: Party.Connection): void {
    const socket = this.#sockets.get(connection.id);
    if (socket) this.#note.receive(socket, typeof data === "string" ? data : new Uint8Array(data));
  }

  onClose(connection: Party.Connection): void {
    const socket = this.#sockets.get(connection.id);
    this.#sockets.delete(connection.id);
    if (socket) this.#note.leave(socket);
    // Without it, a client of an older runtime waits for the end of its close.
    try {
      connection.close();
    } catch {
      // It is closed.
    }
  }

  onError(connection: Party.Connection): void {
    this.onClose(connection);
  }

  async onRequest(request: Party.Request): Promise<Response> {
    const action = new URL(request.url).pathname.split("/").at(-1)!;
    this.#wake();
    if (action === "drain") {
      await this.#note.drain();
      return Response.json({});
    }
    const asked = noteActionRequest.safeParse(await request.json().catch(() => null));
    if (!asked.success) return problem("SW_BAD_REQUEST");
    return Response.json(await this.#note.act(action as NoteAction, asked.data));
  }

  #wake(): void {
    this.#timer ??= setInterval(() => this.#tick(), tickMs);
  }

  #tick(): void {
    this.#note.tick();
    if (!this.#note.quiet || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    openNotes.delete(this.#note.id);
  }
}

function left(request: Party.Request): Response {
  if (request.method !== "POST") return problem("SW_METHOD_NOT_ALLOWED");
  const answer: NoteLeftAnswer = { process: processName(), left: [...leftNotes].slice(0, maxNotesLeft) };
  return Response.json(answer);
}
