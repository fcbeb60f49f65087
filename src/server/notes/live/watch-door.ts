import { type NoteLeftAnswer, noteLeftAnswer, noteLeftPath } from "#/domain/notes/contract.ts";
import type { NoteTeller } from "#/server/notes/live/host.ts";
import { settleNotes } from "#/server/notes/live/settle-notes.ts";
import type { Party } from "#/server/ports/party.ts";

const lookEveryMs = 2_000;
const answerWithinMs = 2_000;

/**
 * Has what only the door's own logs hold saved soon: all that was open when it, or this process, started anew, and the notes
 * that it could not save when their last client left. What can't be done now is tried again at the next look; the clock's
 * `settleNotes` stays for doors of several processes, of which one answers here. Answers how to stop it.
 */
export function watchNoteDoor(host: NoteTeller): () => Promise<void> {
  const stopping = new AbortController();
  let settled: string | null = null;
  let running: Promise<void> | null = null;
  const look = async () => {
    const answer = await whatIsLeft(host.party);
    if (!answer || stopping.signal.aborted) return;
    if (answer.process !== settled) await settleNotes(host, stopping.signal, "all");
    else if (answer.left.length > 0) await settleNotes(host, stopping.signal, answer.left);
    settled = answer.process;
  };
  const timer = setInterval(() => {
    // The database may be away; then it is the next look's work.
    running ??= look()
      .catch(() => {})
      .finally(() => {
        running = null;
      });
  }, lookEveryMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await running;
  };
}

async function whatIsLeft(party: Party): Promise<NoteLeftAnswer | null> {
  try {
    const { status, body } = await party.post(noteLeftPath, {}, AbortSignal.timeout(answerWithinMs));
    const answer = noteLeftAnswer.safeParse(body);
    return status === 200 && answer.success ? answer.data : null;
  } catch {
    return null;
  }
}
