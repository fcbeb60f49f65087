import * as z from "zod/mini";
import { id } from "#/domain/ids.ts";
import { openRequest } from "#/domain/stream/contract.ts";

/**
 * What the party of notes and the web application say to each other, with the secret of `#/domain/stream/contract.ts` in
 * both directions. Bytes travel as base64, but for those of a whole document.
 */
const bytes = z.string().check(z.maxLength(24_000_000));

/** Public: where a browser or a program opens a note by WebSocket, with `?token=` as for `/v1/stream`. */
export const notePath = (noteId: string): string => `/parties/note/${noteId}`;

/** Asked of the web application by the party, for each opening. A refusal is `{error: {code, message}}`. */
export const noteOpenPath = "/internal/notes/open";
export const noteOpenRequest = z.extend(openRequest, { note_id: id });
export type NoteOpenRequest = z.infer<typeof noteOpenRequest>;

/** The answer (200): who it is, and what they may. */
export const noteOpening = z.object({
  tenant_id: id,
  note_id: id,
  participant_id: id,
  /** As others see it beside the caret. */
  display_name: z.string(),
  is_ai: z.boolean(),
  session_id: z.nullable(z.string()),
  expires_at: z.nullable(z.string()),
  can_write: z.boolean(),
  /** A credential that changes nothing, whatever its owner may. */
  read_only: z.optional(z.boolean()),
});
export type NoteOpening = z.infer<typeof noteOpening>;

/**
 * Asked when a note's document is needed in memory: the stored one, as one update. The answer is its bytes alone, and its
 * version a header. 404 SW_NOTE_NOT_FOUND when it is gone.
 */
export const noteLoadPath = "/internal/notes/load";
export const noteLoadRequest = z.strictObject({
  tenant_id: id,
  note_id: id,
  /** What the asker has already (a Yjs state vector): only the rest is answered. */
  state_vector: z.optional(bytes),
});
export type NoteLoadRequest = z.infer<typeof noteLoadRequest>;
export type NoteLoadAnswer = { update: Uint8Array; version: number };
export const noteVersionHeader = "x-note-version";

/**
 * What people wrote, to be merged into the stored document under its row's lock. Merging is idempotent: the same update
 * twice, or one that overlaps, is as good as once.
 */
export const noteSavePath = "/internal/notes/save";
export const noteSaveRequest = z.strictObject({
  tenant_id: id,
  note_id: id,
  update: bytes,
  /** The asker's own state vector after `update`: what the store has beyond it comes back. */
  state_vector: bytes,
  /** Who wrote since the last save, at most 100; the one who wrote last comes last. */
  author_ids: z.array(id).check(z.maxLength(100)),
  /** Who has the note open and may write. */
  editor_ids: z.array(id).check(z.maxLength(100)),
  /** Nobody has it open any more: it leaves memory once this is stored. */
  closing: z.boolean(),
});
export type NoteSaveRequest = z.infer<typeof noteSaveRequest>;
/** `missing`: what the store has and the asker has not; null for nothing. `state_vector`: of the store, now. */
export const noteSaveAnswer = z.object({
  version: z.int(),
  missing: z.nullable(bytes),
  state_vector: bytes,
});
export type NoteSaveAnswer = z.infer<typeof noteSaveAnswer>;

/** What each who has the note open may do now; who may not read any more, or whose session ended, is absent. */
export const noteRightsPath = "/internal/notes/rights";
export const noteRightsRequest = z.strictObject({
  tenant_id: id,
  note_id: id,
  openers: z.array(z.strictObject({ participant_id: id, session_id: z.nullable(z.string()) })).check(z.maxLength(200)),
});
export type NoteRightsRequest = z.infer<typeof noteRightsRequest>;
export const noteRightsAnswer = z.object({
  openers: z.array(z.object({ participant_id: id, session_id: z.nullable(z.string()), can_write: z.boolean() })),
});
export type NoteRightsAnswer = z.infer<typeof noteRightsAnswer>;

/**
 * Asked of a note's party by the web application, as POST to `noteActionPath(id, action)` with `{tenant_id}`:
 * `recheck`: rights may have changed, ask for them. `pull`: the stored document changed, ask for what is missing.
 * `settle`: if something is unsaved in the party's own storage, load and save it. `forget`: the note was deleted for good;
 * close and erase what is stored. One that is not open answers 200 `{open: false}` and loads nothing (but for `settle`).
 */
export const noteActions = ["recheck", "pull", "settle", "forget"] as const;
export type NoteAction = (typeof noteActions)[number];
export const noteActionPath = (noteId: string, action: NoteAction): string => `${notePath(noteId)}/${action}`;
export const noteActionRequest = z.strictObject({
  tenant_id: id,
  /** With `pull`: the version to be pulled. One that the party stored or loaded itself needs no pull. */
  version: z.optional(z.int()),
});
export type NoteActionRequest = z.infer<typeof noteActionRequest>;
export const noteActionAnswer = z.object({ open: z.boolean() });

/**
 * Asked of the door itself by the web application, every two seconds, as POST: `process` is another one after each start, and
 * `left` names notes that nobody has open and that could not be saved.
 */
export const noteLeftPath = "/parties/note/left";
export const maxNotesLeft = 100;
export const noteLeftAnswer = z.object({ process: z.string(), left: z.array(id).check(z.maxLength(maxNotesLeft)) });
export type NoteLeftAnswer = z.infer<typeof noteLeftAnswer>;

/**
 * What the party tells its clients beside the frames of Yjs, as text frames of JSON. y-partykit's provider hands texts
 * that begin with this prefix on as "custom-message".
 */
export const tellPrefix = "__YPS:";
export type NoteTelling =
  /** What this connection may do; first thing told, and whenever it changes. */
  | { type: "access"; can_write: boolean; participant_id: string; display_name: string; colour: number }
  /**
   * Everything up to this state vector (base64) is in the database, and the first `updates` that this connection has sent
   * (`0 1` and `0 2` frames, whatever became of them): what is deleted moves no vector.
   */
  | { type: "saved"; state_vector: string; updates: number }
  /** Saving fails and goes on being tried; `given_up` when the note has become read only because of it. */
  | { type: "unsaved"; code: string; given_up: boolean }
  /** An update of this client was not applied; what it wrote is only in its own copy now. */
  | {
      type: "refused";
      code: "SW_NOTE_FORBIDDEN" | "SW_NOTE_TOO_LARGE" | "SW_NOTE_UPDATE_INVALID" | "SW_RATE_LIMIT_EXCEEDED";
      bytes?: number;
    }
  /** Hash of the text after all that was applied, to find out whether two copies differ; see wishes 60. */
  | { type: "digest"; state_vector: string; digest: string };
