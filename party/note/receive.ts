import * as Y from "yjs";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { entryAsTold } from "./awareness.ts";
import { dropPending } from "./engine.ts";
import {
  type AwarenessEntry,
  awarenessFrame,
  type ClientFrame,
  isEmptyVector,
  readFrame,
  restFrame,
  vectorFrame,
} from "./frames.ts";
import type { OpenNote } from "./life.ts";
import { askAgainEveryMs, maxAwarenessFrame, maxVectorBytes } from "./limits.ts";
import type { Note } from "./note.ts";
import type { NoteSocket } from "./socket.ts";
import { deletesAnything, lookAt } from "./update-check.ts";

/** One frame of a client: looked at, and only then handed to y-partykit. */
export function receive(note: Note, open: OpenNote, socket: NoteSocket, data: string | Uint8Array): void {
  const now = note.now();
  const bytes = socket.frame(data, now);
  const frame = bytes && readFrame(bytes);
  if (bytes && !frame) socket.invalid(now);
  if (frame) follow(note, open, socket, { frame, bytes: bytes! });
  if (socket.isClosed) note.leave(socket);
}

type Came<Kind extends ClientFrame["kind"] = ClientFrame["kind"]> = {
  frame: Extract<ClientFrame, { kind: Kind }>;
  bytes: Uint8Array;
};

function follow(note: Note, open: OpenNote, socket: NoteSocket, { frame, bytes }: Came): void {
  const now = note.now();
  switch (frame.kind) {
    case "query":
      // y-partykit has told at once who is there; there is nothing to ask.
      break;
    case "vector":
      if (!socket.takes("vector", now)) tooFast(socket);
      else if (open.whole && isEmptyVector(bytes)) socket.send(restFrame(open.whole));
      else if (isVector(frame.vector)) note.give(socket, bytes);
      else socket.invalid(now);
      break;
    case "awareness":
      if (bytes.length > maxAwarenessFrame) socket.invalid(now);
      // What a caret does is told again soon: nothing is lost by leaving some out.
      else if (socket.takes("awareness", now)) tellCaret(note, socket, frame.entries);
      break;
    case "update":
      socket.updates += 1;
      if (socket.takes("update", now)) write(note, open, socket, { frame, bytes });
      else tooFast(socket);
  }
}

/** An update that is left out would make all that follow useless, so the connection ends: its client comes back with everything. */
function tooFast(socket: NoteSocket): void {
  socket.tell({ type: "refused", code: "SW_RATE_LIMIT_EXCEEDED" });
  socket.close(closeCodes.aborted, "rate_limit");
}

function isVector(vector: Uint8Array): boolean {
  if (vector.length > maxVectorBytes) return false;
  try {
    Y.decodeStateVector(vector);
    return true;
  } catch {
    return false;
  }
}

function write(note: Note, open: OpenNote, socket: NoteSocket, { frame, bytes }: Came<"update">): void {
  const { document } = open.engine;
  const { whole, update } = frame;
  if (whole) socket.askedAt = null;
  const verdict = judge(note, open, socket, frame);
  if (verdict === "ask") {
    askForWhole(note, open, socket);
    return;
  }
  if (verdict === "take") note.give(socket, bytes);
  if (verdict === "take" || verdict === "known") {
    socket.isWhole ||= whole;
    if (whole) socket.isBehind = false;
    // What the database had already, and its client may not have heard so: no save will follow that tells it.
    if (verdict === "known" && open.saver.clean) note.tellSaved(socket);
    // What it wrote meanwhile may have made room for what was refused.
    if (!whole && verdict === "take" && socket.isBehind) askForWhole(note, open, socket);
    if (!dropPending(document)) return;
  }
  socket.isBehind = true;
  if (typeof verdict === "object") socket.refuse("SW_NOTE_TOO_LARGE", verdict.bytes, note.now());
  else socket.refuse(verdict === "SW_NOTE_FORBIDDEN" ? verdict : "SW_NOTE_UPDATE_INVALID", update.length, note.now());
}

type Verdict = "take" | "known" | "ask" | "SW_NOTE_FORBIDDEN" | "SW_NOTE_UPDATE_INVALID" | { bytes: number };

/** What is to be done about an update, found out without touching the document; `bytes` is what is too large. */
function judge(
  note: Note,
  { engine, size }: OpenNote,
  socket: NoteSocket,
  { update, whole }: { update: Uint8Array; whole: boolean },
): Verdict {
  const look = lookAt(engine.document, update);
  if (look.kind === "invalid") return "SW_NOTE_UPDATE_INVALID";
  if (look.kind === "crowded") return { bytes: update.length };
  if (look.writers.size === 0 && !look.gap && !deletesAnything(engine.document, look.decoded)) return "known";
  if (!note.canWrite(socket)) return "SW_NOTE_FORBIDDEN";
  // A client that was refused something goes on from there: it is asked for everything it has.
  if (look.gap && !whole) return "ask";
  if (isOfOthers(note, socket, look.writers)) return "SW_NOTE_UPDATE_INVALID";
  const bytes = size.excess(update, look.inserted);
  return bytes === null ? "take" : { bytes };
}

/**
 * Whether it writes in the name of a client whose caret is another person's, who is here and has given us everything: nobody
 * else can have something new of theirs, and what the two would write under one id could not be told apart.
 */
function isOfOthers(note: Note, socket: NoteSocket, writers: ReadonlySet<number>): boolean {
  return [...writers].some((client) => {
    const owner = note.owners.ownerOf(client);
    return owner?.isWhole === true && owner.who.participant_id !== socket.who.participant_id;
  });
}

function askForWhole(note: Note, open: OpenNote, socket: NoteSocket): void {
  const now = note.now();
  if (socket.askedAt !== null && now - socket.askedAt < askAgainEveryMs) return;
  socket.askedAt = now;
  socket.send(vectorFrame(Y.encodeStateVector(open.engine.document)));
}

/** Tells others of this connection's own carets, under the name that the web application knows. Of others it says nothing. */
function tellCaret(note: Note, socket: NoteSocket, entries: readonly AwarenessEntry[]): void {
  const told: AwarenessEntry[] = [];
  for (const entry of entries) {
    // Others' leaving is repeated by some providers; an id is claimed by showing something.
    if (entry.json === "null" && note.owners.ownerOf(entry.clientId) !== socket) continue;
    const claim = note.owners.claim(socket, entry.clientId);
    if (!claim) continue;
    note.ownCaret(entry.clientId, socket, claim.takenFrom);
    const checked = entryAsTold(entry, socket.who, socket.colour);
    if (checked) told.push(checked);
    else socket.invalid(note.now());
  }
  if (told.length > 0) note.give(socket, awarenessFrame(told));
}
