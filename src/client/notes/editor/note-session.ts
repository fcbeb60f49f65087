import { Awareness } from "y-protocols/awareness";
import { Doc, decodeStateVector, encodeStateVector, type Transaction, UndoManager } from "yjs";
import { type ChipEvent, type ChipState, chipOf, firstChip, isOnlyHere, stepChip } from "#/client/notes/editor/chip.ts";
import { noteCopyName } from "#/client/notes/editor/local-copies.ts";
import { type LocalCopy, openLocalCopy } from "#/client/notes/editor/local-copy.ts";
import type { NoteChip, NoteEditorPerson, NoteWire } from "#/client/notes/editor/note-editor-types.ts";
import { fromBase64 } from "#/client/notes/editor/note-frames.ts";
import { NoteLink } from "#/client/notes/editor/note-link.ts";
import { covers, equal } from "#/client/notes/editor/state-vectors.ts";
import { digestOf } from "#/client/notes/editor/text-digest.ts";
import type { Connection } from "#/client/sync/connection.ts";
import { maxNoteBytes, textName } from "#/domain/notes/bounds.ts";
import type { NoteTelling } from "#/domain/notes/contract.ts";
import { splicesBetween } from "#/domain/notes/text-diff.ts";

export type SessionDeps = {
  readonly noteId: string;
  readonly participantId: string;
  readonly canWrite: boolean;
  readonly open: () => Promise<NoteWire>;
  readonly onChip: (chip: NoteChip) => void;
  readonly onAccess: (canWrite: boolean) => void;
  readonly onEditors: (people: readonly NoteEditorPerson[]) => void;
  /** The document is here: it may be shown and, with the right, edited. Once. */
  readonly onReady: () => void;
};

/** A lost connection that is back before this is not told. */
const awayMs = 2_000;
const resendMs = 2_000;

export type NoteSession = ReturnType<typeof createNoteSession>;

/** A note while it is open: its document, who else is in it, what this browser keeps of it, and where its words are. */
export function createNoteSession(deps: SessionDeps) {
  const doc = new Doc();
  const text = doc.getText(textName);
  const awareness = new Awareness(doc);
  awareness.setLocalState(null);
  const undo = new UndoManager(text, { captureTimeout: 500, trackedOrigins: new Set() });
  let chip = firstChip(deps.canWrite);
  let told = "";
  let copy: LocalCopy | null = null;
  let isReady = false;
  let isOver = false;
  /** The text as the database last had it, to tell what of ours it has not. */
  let savedText: string | null = null;
  const timers = new Set<ReturnType<typeof setTimeout>>();

  const link = new NoteLink({
    doc,
    awareness,
    open: deps.open,
    random: Math.random,
    onTelling: hear,
    onChange: follow,
    onGone: (code) => change({ on: "gone", code }),
    onSynced() {
      copy?.keep({ known: true });
      becomeReady();
    },
  });

  /** Changes made here since the page stands, letter by letter. */
  let changes = 0;
  doc.on("afterTransaction", (transaction: Transaction) => {
    const isEmpty = transaction.afterState.size === 0 && transaction.deleteSet.clients.size === 0;
    if (!isReady || isEmpty || !transaction.local || !hasChanged(transaction)) return;
    changes += 1;
    change({ on: "changed", now: Date.now() });
    copy?.keep({ changes: chip.changes });
    void tellKept();
    if (chip.refused?.code === "SW_NOTE_TOO_LARGE" && sizeOf(text.toString()) <= maxNoteBytes) later(resendMs, resend);
  });
  awareness.on("change", () => deps.onEditors(editors(awareness)));

  /** One look at a time, and another after it when something was changed meanwhile. */
  let isLooking = false;
  async function tellKept(): Promise<void> {
    if (isLooking || !copy) return;
    isLooking = true;
    try {
      for (let seen = -1; seen !== changes && !isOver; ) {
        // What is written goes to the database at the end of the transaction that this is called from.
        await Promise.resolve();
        seen = changes;
        await copy.stored();
      }
      change({ on: "kept" });
    } catch {
      // Closed, or full: what is not known to be kept is not called so.
    } finally {
      isLooking = false;
    }
  }

  function change(event: ChipEvent): void {
    const next: ChipState = stepChip(chip, event);
    chip = next;
    const view = chipOf(next);
    const key = JSON.stringify(view);
    if (key === told || isOver) return;
    told = key;
    deps.onChip(view);
  }

  function becomeReady(): void {
    change({ on: "ready" });
    if (isReady) return;
    isReady = true;
    savedText ??= text.toString();
    deps.onReady();
  }

  function later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!isOver) run();
    }, ms);
    timers.add(timer);
  }

  function follow(state: Connection): void {
    // Opened anew, the server is offered everything again.
    if (state.at === "opening" && chip.refused && chip.refused.code !== "SW_NOTE_TOO_LARGE") change({ on: "resent" });
    if (state.at === "live") change({ on: "line", line: "live" });
    else if (state.at === "offline" || state.at === "signed_out" || state.at === "stopped")
      change({ on: "line", line: "offline" });
    else if (chip.line === "live" || chip.line === "opening") {
      if (chip.line === "live") change({ on: "line", line: "away" });
      later(chip.line === "live" ? awayMs : awayMs * 2, () => {
        if (link.state.at !== "live") change({ on: "line", line: "offline" });
      });
    }
  }

  function hear(telling: NoteTelling): void {
    switch (telling.type) {
      case "access": {
        const { participant_id, display_name, colour } = telling;
        awareness.setLocalState({ ...awareness.getLocalState(), user: { participant_id, display_name, colour } });
        change({ on: "access", canWrite: telling.can_write });
        deps.onAccess(telling.can_write);
        return;
      }
      case "saved":
        hearSaved(telling.state_vector, telling.updates);
        return;
      case "unsaved":
        change({ on: "unsaved", code: telling.code, given_up: telling.given_up });
        return;
      case "refused":
        change({
          on: "refused",
          code: telling.code,
          bytes: telling.code === "SW_NOTE_TOO_LARGE" ? sizeOf(text.toString()) : null,
        });
        if (telling.code === "SW_RATE_LIMIT_EXCEEDED") later(resendMs, resend);
        return;
      case "digest":
        void compare(telling.state_vector, telling.digest);
    }
  }

  function hearSaved(stateVector: string, updates: number): void {
    const vector = fromBase64(stateVector);
    if (!vector) return;
    const own = decodeStateVector(encodeStateVector(doc));
    const isCovered = covers(decodeStateVector(vector), own) && link.isAmong(updates);
    if (isCovered) savedText = text.toString();
    change({ on: "saved", covers: isCovered && chip.refused === null });
    copy?.keep({ changes: chip.changes });
  }

  function resend(): void {
    if (chip.refused === null || link.state.at !== "live") return;
    change({ on: "resent" });
    link.resend();
  }

  /** Two copies with the same state vector have the same text, or something is wrong with one of them. */
  async function compare(stateVector: string, digest: string): Promise<void> {
    const vector = fromBase64(stateVector);
    const isSame = () => vector && equal(decodeStateVector(vector), decodeStateVector(encodeStateVector(doc)));
    if (!vector || !isSame()) return;
    const words = text.toString();
    const own = await digestOf(words);
    if (own !== null && text.toString() === words && isSame()) change({ on: "digest", same: own === digest });
  }

  async function start(): Promise<void> {
    if (navigator.onLine === false) link.tell({ on: "offline" });
    link.tell({ on: "start" });
    copy = await openLocalCopy(noteCopyName(deps.participantId, deps.noteId), doc).catch(() => null);
    if (isOver) {
      await copy?.close();
      return;
    }
    change({ on: "loaded", kept: copy !== null, changes: changesIn(copy) });
    if (changes > 0) void tellKept();
    if (copy?.facts.known) becomeReady();
    else if (isReady) copy?.keep({ known: true });
  }

  function changesIn(kept: LocalCopy | null): number {
    if (!kept?.facts.known) return 0;
    return Math.max(kept.facts.changes, 0);
  }

  const ends = [
    listen(window, "online", () => link.tell({ on: "online" })),
    listen(window, "offline", () => link.tell({ on: "offline" })),
    listen(document, "visibilitychange", () => {
      if (document.visibilityState === "visible") link.tell({ on: "wake", asked: false });
    }),
    listen(window, "beforeunload", (event) => {
      if (isOnlyHere(chip)) event.preventDefault();
    }),
  ];

  return {
    doc,
    text,
    awareness,
    undo,
    start,
    canWrite: () => chip.canWrite,
    isReady: () => isReady,
    /** What was written here and the database has not; everything, where that cannot be told apart. */
    unsavedText(): string {
      const words = text.toString();
      const parts = savedText === null ? [] : splicesBetween(savedText, words).map(({ insert }) => insert.trim());
      return parts.filter(Boolean).join("\n") || words;
    },
    /** Forgets what this browser keeps of the note. */
    async forget(): Promise<void> {
      await copy?.erase();
    },
    async destroy(): Promise<void> {
      isOver = true;
      for (const end of ends) end();
      for (const timer of timers) clearTimeout(timer);
      link.destroy();
      await copy?.close();
      awareness.destroy();
      undo.destroy();
      doc.destroy();
    },
  };
}

function hasChanged(transaction: Transaction): boolean {
  if (transaction.deleteSet.clients.size > 0) return true;
  return !equal(transaction.afterState, transaction.beforeState);
}

/** Everyone else, once each however many windows they have. */
function editors(awareness: Awareness): NoteEditorPerson[] {
  const people = new Map<string, NoteEditorPerson>();
  for (const [client, state] of awareness.getStates()) {
    const user = client === awareness.clientID ? null : userOf(state);
    if (user) people.set(user.participant_id, user);
  }
  return [...people.values()];
}

/** What others say of themselves was checked by the server; its form is checked here all the same. */
export function userOf(state: Record<string, unknown>): NoteEditorPerson | null {
  const user = state.user as (Partial<NoteEditorPerson> & { name?: unknown }) | null | undefined;
  const name = user?.name ?? user?.display_name;
  if (typeof user?.participant_id !== "string" || typeof name !== "string") return null;
  const colour = Number.isInteger(user.colour) ? Math.min(8, Math.max(1, user.colour as number)) : 1;
  return {
    participant_id: user.participant_id,
    display_name: name.slice(0, 100),
    colour,
    is_ai: user.is_ai === true,
  };
}

export function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function listen<Name extends string>(target: EventTarget, type: Name, hear: (event: Event) => void): () => void {
  target.addEventListener(type, hear);
  return () => target.removeEventListener(type, hear);
}
