import type { AnchorInput, NoteComment } from "#/domain/notes/comments-schema.ts";

/** What a new comment would be put on: the anchor for the server, the words for people. */
export type CommentSelection = { readonly anchor: AnchorInput; readonly quote: string };

/** What the text needs to show where comments are. */
export type CommentMark = Pick<NoteComment, "id" | "anchor" | "place"> & { readonly resolved: boolean };

export type CommentsPanelProps = {
  readonly noteId: string;
  /** Whose members are offered behind `@`. */
  readonly workspaceId?: string | undefined;
  /** Whether one edits the note: who does may settle and remove any comment. */
  readonly canWrite?: boolean | undefined;
  /** False for a note in the archive: nothing is added or settled. */
  readonly canComment?: boolean | undefined;
  /** What is selected in the text when one begins to write; null, or left out, for the note as a whole. */
  readonly selection?: (() => CommentSelection | null) | undefined;
  /** Shows the words that a thread stands on. Without it the quotes are no buttons. */
  readonly onJump?: ((mark: CommentMark) => void) | undefined;
  /** Told whenever the threads were read: those that stand somewhere, for marks in the text. */
  readonly onMarks?: ((marks: readonly CommentMark[]) => void) | undefined;
  /** A thread to bring into view, as when its mark in the text is pressed. */
  readonly activeId?: string | undefined;
  readonly onClose: () => void;
  /** For tests. */
  readonly server?: CommentServer | undefined;
};

/** What the panel asks of the server; each rejects with the server's refusal. */
export type CommentServer = {
  readonly list: (noteId: string) => Promise<NoteComment[]>;
  readonly post: (noteId: string, words: NewComment) => Promise<NoteComment>;
  readonly edit: (noteId: string, commentId: string, body: string) => Promise<NoteComment>;
  readonly settle: (noteId: string, commentId: string, isResolved: boolean) => Promise<NoteComment>;
  readonly remove: (noteId: string, commentId: string) => Promise<unknown>;
  readonly markRead: (noteId: string, commentId: string) => Promise<unknown>;
  /** Ids of those who may see the notes of a workspace. */
  readonly members: (workspaceId: string) => Promise<string[]>;
};

/** `eventUuid` makes sending again the same comment. */
export type NewComment = {
  readonly body: string;
  readonly eventUuid: string;
  readonly anchor?: AnchorInput | undefined;
  readonly replyTo?: string | undefined;
};
