import { sql } from "drizzle-orm";
import type { LogEvent } from "#/domain/envelope.ts";
import { type NoteAction, noteActionAnswer, noteActionPath } from "#/domain/notes/contract.ts";
import type { Database } from "#/server/database/connect.ts";
import { type Reader, read, type Writer } from "#/server/database/transact.ts";
import type { Subscriber } from "#/server/log/follow.ts";
import { log } from "#/server/log-lines.ts";
import type { Party } from "#/server/ports/party.ts";

/** The door answers at once or is not there; then nobody has a note open. */
const answerWithinMs = 3_000;
/** Notes told of one batch of events; what is beyond hears of lost rights by the door's own look, once a minute. */
const maxTold = 500;

type Telling = { noteId: string; action: NoteAction; version?: number };

/**
 * Tells the realtime door what concerns the notes it holds open: texts that changed in the database, notes that are gone, and
 * people who may do less or more than before.
 */
export function noteLiveSubscriber(party: Party): Subscriber {
  return {
    name: "note-live",
    wants: (event) => event.type in tellings,
    handle: async (tx, events) => {
      const asked = new Map<string, Telling>();
      for (const event of events) {
        for (const telling of await tellingsOf(tx, event)) asked.set(`${telling.noteId} ${telling.action}`, telling);
      }
      await Promise.all([...asked.values()].slice(0, maxTold).map((telling) => tell(party, tx.tenantId, telling)));
      return [];
    },
  };
}

type Of<Type extends LogEvent["type"]> = Extract<LogEvent, { type: Type }>;

const tellings: { [Type in LogEvent["type"]]?: (tx: Writer, event: Of<Type>) => Promise<Telling[]> } = {
  "swp.note.updated": async (tx, { content }) => {
    const { note_id: noteId, version, changed, deleted } = content;
    // The row of openings went with the note: the door is told whether it has it open or not.
    if (deleted) return [{ noteId, action: "forget" }];
    const open = await openNotes(tx, sql`o.note_id = ${noteId}`);
    const isStanding = changed.some((change) => change === "status" || change === "owner" || change === "moved");
    return open.flatMap(() => [
      { noteId, action: "pull" as const, version },
      ...(isStanding ? [{ noteId, action: "recheck" as const }] : []),
    ]);
  },
  "swp.workspace.member": (tx, { workspace_id, content }) => recheck(tx, workspace_id ?? content.workspace.id),
  "swp.workspace.updated": (tx, { content }) => recheck(tx, content.workspace.id),
  "swp.session.ended": (tx, { sender_id, content }) => recheckPerson(tx, content.participant_id ?? sender_id),
  "swp.participant.deactivated": (tx, { content }) => recheckPerson(tx, content.participant_id),
};

async function tellingsOf(tx: Writer, event: LogEvent): Promise<Telling[]> {
  const telling = tellings[event.type] as ((tx: Writer, event: LogEvent) => Promise<Telling[]>) | undefined;
  return (await telling?.(tx, event)) ?? [];
}

async function recheck(tx: Writer, workspaceId: string): Promise<Telling[]> {
  const open = await openNotes(
    tx,
    sql`exists (select from app.notes n where n.id = o.note_id and n.workspace_id = ${workspaceId})`,
  );
  return open.map((noteId) => ({ noteId, action: "recheck" }));
}

/** Who reads is written down nowhere: the person may have open whatever they may read, also what they may read no more. */
async function recheckPerson(tx: Writer, participantId: string | null): Promise<Telling[]> {
  if (participantId === null) return [];
  const open = await openNotes(tx, sql`true`);
  return open.map((noteId) => ({ noteId, action: "recheck" }));
}

async function openNotes(tx: Reader, which: ReturnType<typeof sql>): Promise<string[]> {
  const rows = await tx.rows<{ note_id: string }>(sql`
    select o.note_id from app.note_openings o where ${which} order by o.seen_at desc limit ${maxTold}`);
  return rows.map(({ note_id }) => note_id);
}

/** A door that does not answer has nobody in it, or looks at rights by itself within a minute: nothing waits for it. */
async function tell(party: Party, tenantId: string, { noteId, action, version }: Telling): Promise<void> {
  const body = { tenant_id: tenantId, ...(version === undefined ? {} : { version }) };
  try {
    const { status } = await party.post(noteActionPath(noteId, action), body, AbortSignal.timeout(answerWithinMs));
    if (status !== 200) log.warn({ note: noteId, action, status }, "the note's party did not follow");
  } catch (error) {
    log.warn(
      { note: noteId, action, reason: error instanceof Error ? error.name : "unknown" },
      "no note's party answers",
    );
  }
}

/** Has the rights of everybody looked at who has a note of the tenant open: nobody has any in one that is suspended. */
export async function recheckNotesOf(database: Database, party: Party, tenantId: string): Promise<void> {
  const open = await read(database, tenantId, (tx) => openNotes(tx, sql`true`));
  await Promise.all(open.map((noteId) => tell(party, tenantId, { noteId, action: "recheck" })));
}

/** Asks the door to save what is left of a note that nobody has open; null when it does not answer, else whether anything is. */
export async function settleNote(party: Party, tenantId: string, noteId: string): Promise<boolean | null> {
  try {
    const path = noteActionPath(noteId, "settle");
    const { status, body } = await party.post(path, { tenant_id: tenantId }, AbortSignal.timeout(settleWithinMs));
    const answer = noteActionAnswer.safeParse(body);
    return status === 200 && answer.success ? answer.data.open : null;
  } catch {
    return null;
  }
}

/** It loads, saves and lets go of a document of 16 MB at most. */
const settleWithinMs = 30_000;
