import { inArray } from "drizzle-orm";
import { encodeStateVectorFromUpdate } from "yjs";
import { SwError } from "#/domain/errors.ts";
import { maxStateBytes } from "#/domain/notes/bounds.ts";
import type { NoteSaveAnswer, NoteSaveRequest } from "#/domain/notes/contract.ts";
import { transact, type Writer } from "#/server/database/transact.ts";
import { lockNote, type NoteRow } from "#/server/notes/access.ts";
import { merge, missingFrom, openDocument } from "#/server/notes/document.ts";
import { fromBase64, toBase64 } from "#/server/notes/live/bytes.ts";
import type { NoteHost } from "#/server/notes/live/host.ts";
import { noteClosed, noteOpened } from "#/server/notes/live/openings.ts";
import { keepVersion } from "#/server/notes/versions/keep-version.ts";
import { type Written, writeDocument } from "#/server/notes/write.ts";
import { participants } from "#/server/participants/tables.ts";

/**
 * Merges what people wrote by the realtime door into the stored document, under the lock of its row. The rights were checked
 * when each of their changes came; what was taken then is not lost because somebody's role has changed since. Answers what
 * the store has and the door has not. SW_NOTE_NOT_FOUND, SW_NOTE_UPDATE_INVALID, SW_NOTE_TOO_LARGE.
 */
export async function saveNote(host: NoteHost, asked: NoteSaveRequest): Promise<NoteSaveAnswer> {
  const answer = await transact(host.database, asked.tenant_id, host.now(), async (tx) => {
    const row = await lockNote(tx, asked.note_id);
    const known = await participantsAmong(tx, [...asked.author_ids, ...asked.editor_ids]);
    const authorIds = asked.author_ids.filter((id) => known.has(id));
    const { row: after, events } = await merged(tx, host, row, { update: fromBase64(asked.update), authorIds });
    if (asked.closing) noteClosed(tx, row.id);
    else
      noteOpened(
        tx,
        row.id,
        host.now(),
        asked.editor_ids.filter((id) => known.has(id)),
      );
    return tx.emit(events, () => {
      const missing = missingFrom(after.state, fromBase64(asked.state_vector));
      return {
        version: after.version,
        missing: missing && toBase64(missing),
        state_vector: toBase64(encodeStateVectorFromUpdate(after.state)),
      };
    });
  });
  host.wake.advanced(asked.tenant_id);
  return answer;
}

async function merged(
  tx: Writer,
  host: NoteHost,
  row: NoteRow,
  { update, authorIds }: { update: Uint8Array; authorIds: string[] },
): Promise<Written> {
  const document = openDocument(row.state);
  let changed = false;
  document.once("update", () => {
    changed = true;
  });
  merge(document, update);
  if (!changed) return { row, events: [] };
  const written = await writeDocument(tx, host, row, { document, authorIds });
  // A text that stayed the same can have grown a history.
  if (written.row.state.length > maxStateBytes) throw new SwError("SW_NOTE_TOO_LARGE");
  await keepVersion(tx, host, { before: row, after: written.row, authorIds });
  return written;
}

async function participantsAmong(tx: Writer, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: participants.id })
    .from(participants)
    .where(inArray(participants.id, [...ids]));
  return new Set(rows.map(({ id }) => id));
}
