import type { NoteChip } from "#/client/notes/editor/note-editor-types.ts";
import type { ErrorCode } from "#/domain/errors.ts";

/** Everything that the state chip depends on. `line`: "away" is a lost connection that is too fresh to be told. */
export type ChipState = {
  readonly line: "opening" | "live" | "away" | "offline";
  /** The document is here, from the server or from this browser. */
  readonly ready: boolean;
  readonly canWrite: boolean;
  /** What is here and not known to be in the database. */
  readonly dirty: boolean;
  /** Changes made here that no `saved` covers, in bursts of typing. */
  readonly changes: number;
  /** Whether IndexedDB keeps them. */
  readonly kept: boolean;
  /** Those that have reached it: letters are on their way there for a moment. */
  readonly keptChanges: number;
  readonly writing: boolean;
  readonly refused: { readonly code: ErrorCode; readonly bytes: number | null } | null;
  readonly unsaved: { readonly code: string; readonly given_up: boolean } | null;
  readonly differs: boolean;
  readonly gone: string | null;
  /** When the last change was made here, to tell bursts apart. Milliseconds. */
  readonly changedAt: number;
};

export type ChipEvent =
  | { on: "line"; line: ChipState["line"] }
  | { on: "ready" }
  | { on: "access"; canWrite: boolean }
  /** `changes`: what an earlier page kept; `kept`: whether this browser keeps anything. */
  | { on: "loaded"; changes: number; kept: boolean }
  | { on: "changed"; now: number }
  /** Everything that was changed here until now is in IndexedDB. */
  | { on: "kept" }
  /** Of others: it is not in the database yet either, but that is not this person's care. */
  | { on: "saved"; covers: boolean }
  | { on: "refused"; code: ErrorCode; bytes: number | null }
  /** What was refused is sent again. */
  | { on: "resent" }
  | { on: "unsaved"; code: string; given_up: boolean }
  | { on: "digest"; same: boolean }
  | { on: "gone"; code: string };

/** Typing without a pause this long is one change. */
const burstMs = 1_000;

export function firstChip(canWrite: boolean): ChipState {
  return {
    line: "opening",
    ready: false,
    canWrite,
    dirty: false,
    changes: 0,
    kept: false,
    keptChanges: 0,
    writing: false,
    refused: null,
    unsaved: null,
    differs: false,
    gone: null,
    changedAt: Number.NEGATIVE_INFINITY,
  };
}

export function stepChip(state: ChipState, event: ChipEvent): ChipState {
  switch (event.on) {
    case "line":
      return { ...state, line: event.line };
    case "ready":
      return { ...state, ready: true };
    case "access":
      return { ...state, canWrite: event.canWrite, refused: afterAccess(state, event.canWrite) };
    case "loaded": {
      const changes = state.changes + event.changes;
      return { ...state, kept: event.kept, changes, keptChanges: event.changes, dirty: state.dirty || changes > 0 };
    }
    case "changed": {
      const isNew = !state.dirty || event.now - state.changedAt > burstMs;
      const changes = state.changes + (isNew ? 1 : 0);
      return { ...state, dirty: true, changes, writing: true, changedAt: event.now };
    }
    case "kept":
      return { ...state, writing: false, keptChanges: state.changes };
    case "saved":
      return event.covers
        ? { ...state, dirty: false, changes: 0, keptChanges: 0, refused: null, unsaved: null }
        : { ...state, unsaved: null };
    case "refused":
      return { ...state, dirty: true, refused: { code: event.code, bytes: event.bytes } };
    case "resent":
      return { ...state, refused: null };
    case "unsaved":
      return { ...state, unsaved: { code: event.code, given_up: event.given_up } };
    case "digest":
      return { ...state, differs: !event.same };
    case "gone":
      return { ...state, gone: event.code };
  }
}

/** What waited here when the right to write was taken will not be accepted; given back, it is sent. */
function afterAccess(state: ChipState, canWrite: boolean): ChipState["refused"] {
  // Nobody may write while saving is given up: that is told as such.
  if (!canWrite && state.dirty && !state.unsaved?.given_up) return { code: "SW_NOTE_FORBIDDEN", bytes: null };
  return canWrite && state.refused?.code === "SW_NOTE_FORBIDDEN" ? null : state.refused;
}

/** What is told, the gravest first. A slower server is no refusal: it is tried again, and only then told. */
export function chipOf(state: ChipState): NoteChip {
  if (state.gone !== null) return { is: "gone", code: state.gone };
  if (state.differs) return { is: "differs" };
  if (state.refused && state.refused.code !== "SW_RATE_LIMIT_EXCEEDED")
    return { is: "not_accepted", code: state.refused.code, bytes: state.refused.bytes };
  if (state.line === "offline") {
    return { is: "offline", changes: state.kept ? state.keptChanges : state.changes, kept: state.kept };
  }
  if (!state.ready) return { is: "opening" };
  if (state.unsaved && (state.dirty || state.unsaved.given_up))
    return { is: "unsaved", code: state.unsaved.code, given_up: state.unsaved.given_up };
  if (!state.canWrite) return { is: "read_only" };
  return { is: state.dirty ? "saving" : "saved" };
}

/** Leaving now would lose words: they are in the database neither, nor with the server, nor in this browser. */
export function isOnlyHere(state: ChipState): boolean {
  if (!state.dirty || (state.kept && !state.writing)) return false;
  return state.line !== "live" || state.refused !== null || (state.unsaved?.given_up ?? false);
}
