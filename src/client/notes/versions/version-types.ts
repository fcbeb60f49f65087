import type { NoteDiff, NoteVersion, RestoredVersion } from "#/domain/notes/versions-schema.ts";

export type VersionsDialogProps = {
  readonly noteId: string;
  /** Whether one may restore and name versions; readers only look. */
  readonly canWrite?: boolean | undefined;
  /** The note says something else now. */
  readonly onRestored?: (() => void) | undefined;
  readonly onClose: () => void;
  /** For tests. */
  readonly server?: VersionServer | undefined;
};

/** What the dialog asks of the server; each rejects with the server's refusal. */
export type VersionServer = {
  readonly list: (noteId: string, offset: number) => Promise<{ items: NoteVersion[]; has_more: boolean }>;
  /** From one version to another, or to now. */
  readonly diff: (noteId: string, versionId: string, against?: string) => Promise<NoteDiff>;
  readonly nameNow: (noteId: string, name: string) => Promise<NoteVersion>;
  readonly rename: (noteId: string, versionId: string, name: string | null) => Promise<NoteVersion>;
  readonly restore: (noteId: string, versionId: string) => Promise<RestoredVersion>;
};
