import type { ShownSuggestion } from "#/client/notes/suggestions/suggestion-place.ts";
import type { ErrorCode } from "#/domain/errors.ts";

/** What is to be known about where one's words are. `chip-words.ts` says it. */
export type NoteChip =
  /** The document is not there yet; what is shown is what the page was rendered with. */
  | { is: "opening" }
  | { is: "saved" }
  | { is: "saving" }
  /** `changes` were made here since; `kept` is whether they outlive this page. */
  | { is: "offline"; changes: number; kept: boolean }
  | { is: "read_only" }
  /** The server did not take what was written here. */
  | { is: "not_accepted"; code: ErrorCode; bytes: number | null }
  /** The server takes it and cannot store it; `given_up` when it stopped taking more. */
  | { is: "unsaved"; code: string; given_up: boolean }
  /** The two copies differ: “Load again” makes them the same, and keeps what was written here. */
  | { is: "differs" }
  /** It may not be read any more, or is gone. */
  | { is: "gone"; code: string };

export type NoteEditorPerson = {
  readonly participant_id: string;
  readonly display_name: string;
  /** 1…8, the hue of `--person-n`. */
  readonly colour: number;
  readonly is_ai: boolean;
};

/** `at` is the place in the text; `text` is without marks. */
export type NoteHeading = { readonly level: number; readonly text: string; readonly at: number };

/** A place of a comment: for people the words, for the server two relative positions of the document in base64. */
export type NoteRange = {
  readonly from: number;
  readonly to: number;
  readonly quote: string;
  readonly relative: { readonly start: string; readonly end: string };
};

/** A comment to be shown in the text. */
export type CommentRange = {
  readonly id: string;
  readonly relative: { readonly start: string; readonly end: string };
  readonly resolved?: boolean;
  readonly active?: boolean;
};

export type JumpTarget =
  | { readonly heading: string }
  /** With or without the `^`. */
  | { readonly block: string }
  | { readonly offset: number };

export type NoteEditorHandle = {
  focus(): void;
  /** In place of the selection, or where the caret last was; at the end when it has not been anywhere. */
  insert(markdown: string): void;
  /** False when there is no such place. */
  jumpTo(target: JumpTarget): boolean;
  /** The whole text, frontmatter included. */
  textContent(): string;
  /** Changes the text to `next`, touching only what differs: for properties. False when one may not write now. */
  replaceText(next: string): boolean;
  openFind(): void;
  undo(): void;
  redo(): void;
  commentRange(): NoteRange | null;
  showComments(ranges: readonly CommentRange[]): void;
  /** To the next suggestion, or the one before; false when none is shown. */
  goToSuggestion(step: 1 | -1): boolean;
  /** Where a relative position is now; null when it is gone. */
  placeOf(relative: { readonly start: string; readonly end: string }): { from: number; to: number } | null;
  /** “Copy my changes”: what was written here and is not saved, or everything if that cannot be told apart. */
  unsavedText(): string;
  /** “Load again”. */
  loadAgain(): void;
};

export type NoteOffer = {
  /** The title of a note, the name of a person, the emoji. */
  readonly label: string;
  /** Beside it, quietly: a workspace, a handle, the words of an emoji. */
  readonly detail?: string;
  /** What takes the place of what was typed, its sign included: `[[Launch plan]]`, `@ana`, `🎉`. */
  readonly insert: string;
};

/** Each answers at most 8 offers for what was typed behind the sign. Rejections count as none. */
export type NoteCompletions = {
  readonly notes: (query: string, signal: AbortSignal) => Promise<readonly NoteOffer[]>;
  readonly people: (query: string, signal: AbortSignal) => Promise<readonly NoteOffer[]>;
  readonly emoji: (query: string, signal: AbortSignal) => Promise<readonly NoteOffer[]>;
};

/** Fills `host` and answers how to take it down. */
export type DrawInto = (source: string, host: HTMLElement) => () => void;

export type NoteEditorProps = {
  readonly noteId: string;
  readonly workspaceId: string;
  /** What the page was rendered with; shown until the document is there. */
  readonly initialText: string;
  readonly me: { readonly id: string; readonly display_name: string };
  /** What the page knows; from the opening on the server's word counts. */
  readonly canWrite: boolean;
  readonly sourceMode?: boolean | undefined;
  /** The name of the text field. */
  readonly title?: string | undefined;
  readonly onChip: (chip: NoteChip) => void;
  readonly onEditors: (people: readonly NoteEditorPerson[]) => void;
  readonly onOutline: (headings: readonly NoteHeading[]) => void;
  readonly onText?: ((text: string) => void) | undefined;
  /** Whether one may write changed while it was open. */
  readonly onAccess?: ((canWrite: boolean) => void) | undefined;
  /** A wiki link was pressed (`Name#Heading|text` without brackets), or a comment in the text. Without it links stay words. */
  readonly onWikiLink?: ((target: string, event: MouseEvent) => void) | undefined;
  readonly onComment?: ((id: string) => void) | undefined;
  /** What AIs would write otherwise, drawn into the text. */
  readonly suggestions?: readonly ShownSuggestion[] | undefined;
  /** Somebody decided on one; answers whether that is done. */
  readonly onDecide?: ((id: string, verb: "accept" | "reject") => Promise<boolean>) | undefined;
  readonly ref?: ((handle: NoteEditorHandle) => void) | undefined;
  readonly complete: NoteCompletions;
  /** Uploads pictures and files that were pasted or dropped; answers what stands for them in the text. */
  readonly upload?: ((file: File) => Promise<{ markdown: string }>) | undefined;
  /** Draws `![[target]]` that stands alone on its line. */
  readonly drawEmbed?: DrawInto | undefined;
  /** Draws the fenced block `todos`. */
  readonly drawTodos?: DrawInto | undefined;
  /** For tests: how a connection is opened. */
  readonly open?: (() => Promise<NoteWire>) | undefined;
};

/** What of a WebSocket is used. */
export type NoteWire = {
  send(data: Uint8Array<ArrayBuffer>): void;
  close(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
};
