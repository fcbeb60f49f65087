import { type NoteOpening, noteOpening, noteOpenPath, noteOpenRequest } from "#/domain/notes/contract.ts";
import { closeCodes } from "#/domain/stream/close-codes.ts";
import { type Asking, askWeb, type Closing } from "../opening.ts";

/** Asks the web application whether this token may open this note, and what its owner may do there. */
export async function askNoteOpening(
  asking: Asking,
  upgrade: { token: string | null; origin: string | null; host: string | null; note_id: string },
): Promise<{ opening: NoteOpening } | Closing> {
  const question = noteOpenRequest.safeParse(upgrade);
  if (!question.success) return { code: closeCodes.token, reason: "SW_AUTH_INVALID_TOKEN" };
  const asked = await askWeb(asking, noteOpenPath, question.data, noteOpening);
  if (!("answer" in asked)) {
    // A new token would not help here: the note is not there for this person.
    return asked.reason.startsWith("SW_NOTE_") ? { ...asked, code: closeCodes.aborted } : asked;
  }
  const opening = asked.answer;
  if (opening.note_id !== upgrade.note_id) return { code: closeCodes.tryAgain, reason: "SW_UNAVAILABLE" };
  return { opening };
}
