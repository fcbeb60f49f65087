import { notePath } from "#/client/notes/editor/note-door.ts";
import type { NoteWire } from "#/client/notes/editor/note-editor-types.ts";
import { server } from "#/client/sync/server.ts";
import { newId } from "#/client/sync/sync.ts";

/** Opens a note's connection with a fresh ticket. */
export async function openNote(noteId: string): Promise<NoteWire> {
  const ticket = await server.ticket(newId());
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(`${scheme}//${location.host}${notePath(noteId)}?token=${encodeURIComponent(ticket)}`);
  socket.binaryType = "arraybuffer";
  return socket as NoteWire;
}
