import { eq } from "drizzle-orm";
import { SwError } from "#/domain/errors.ts";
import type { NoteLoadAnswer, NoteLoadRequest } from "#/domain/notes/contract.ts";
import type { Database } from "#/server/database/connect.ts";
import { read } from "#/server/database/transact.ts";
import { missingFrom } from "#/server/notes/document.ts";
import { fromBase64 } from "#/server/notes/live/bytes.ts";
import { notes } from "#/server/notes/tables.ts";

/** An update that says nothing. */
const nothing = new Uint8Array([0, 0]);

/** The stored document for the realtime door, or what of it the door has not yet. SW_NOTE_NOT_FOUND. */
export function loadNote({ database }: { database: Database }, asked: NoteLoadRequest): Promise<NoteLoadAnswer> {
  return read(database, asked.tenant_id, async (tx) => {
    const [row] = await tx
      .select({ state: notes.state, version: notes.version })
      .from(notes)
      .where(eq(notes.id, asked.note_id));
    if (!row) throw new SwError("SW_NOTE_NOT_FOUND");
    const { state_vector } = asked;
    const update = state_vector === undefined ? row.state : missingFrom(row.state, fromBase64(state_vector));
    return { update: update ?? nothing, version: row.version };
  });
}
