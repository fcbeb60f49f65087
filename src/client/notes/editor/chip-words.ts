import { say, sayCount } from "#/client/language/say.ts";
import type { NoteChip } from "#/client/notes/editor/note-editor-types.ts";
import { maxNoteBytes } from "#/domain/notes/bounds.ts";

/** What the state chip says. `action`: what its button does, if it has one. */
export type ChipWords = {
  readonly words: string;
  readonly tone: "plain" | "warn" | "danger";
  readonly action: "copy" | "load_again" | null;
};

export function chipWords(chip: NoteChip): ChipWords {
  const quiet = (words: string): ChipWords => ({ words, tone: "plain", action: null });
  switch (chip.is) {
    case "opening":
      return quiet(say("Opening"));
    case "saved":
      return quiet(say("Saved"));
    case "saving":
      return quiet(say("Saving"));
    case "read_only":
      return quiet(say("Read only: you are a viewer"));
    case "offline":
      return { words: offlineWords(chip), tone: chip.kept || chip.changes === 0 ? "plain" : "warn", action: null };
    case "not_accepted":
      return { words: refusalWords(chip), tone: "danger", action: "copy" };
    case "unsaved":
      return chip.given_up
        ? { words: say("Can't be saved: nothing can be written until it works again"), tone: "danger", action: "copy" }
        : { words: say("Not saved yet: trying again"), tone: "warn", action: null };
    case "differs":
      return { words: say("Your copy differs from the server's"), tone: "danger", action: "load_again" };
    case "gone":
      return { words: say("This note is gone, or you can't open it any more"), tone: "danger", action: "copy" };
  }
}

function offlineWords({ changes, kept }: Extract<NoteChip, { is: "offline" }>): string {
  if (changes === 0) return say("Offline");
  return kept
    ? sayCount(changes, "Offline, {count} change kept here", "Offline, {count} changes kept here")
    : sayCount(changes, "Offline, {count} change only on this page", "Offline, {count} changes only on this page");
}

function refusalWords({ code, bytes }: Extract<NoteChip, { is: "not_accepted" }>): string {
  if (code === "SW_NOTE_TOO_LARGE") {
    // A short text can be too large as well: with everything that was ever deleted from it.
    if (bytes === null || bytes <= maxNoteBytes) return say("Not accepted: the note is too large");
    return say("Not accepted: the note is {size}, the limit is {limit}", {
      size: megabytes(bytes),
      limit: megabytes(maxNoteBytes),
    });
  }
  if (code === "SW_NOTE_FORBIDDEN") return say("Not accepted: you are a viewer now");
  return say("Not accepted: the server could not read your changes");
}

const megabytes = (bytes: number): string => `${(Math.ceil(bytes / 100_000) / 10).toFixed(1).replace(/\.0$/, "")} MB`;
