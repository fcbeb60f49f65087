import { EditorView } from "@codemirror/view";
import { render, waitFor } from "@solidjs/testing-library";
import { expect } from "vitest";
import NoteEditor from "#/client/notes/editor/note-editor.tsx";
import type { NoteChip, NoteEditorHandle, NoteEditorProps } from "#/client/notes/editor/note-editor-types.ts";
import { MemoryServer } from "#/client/notes/editor/testing/memory-server.ts";

let notes = 0;

/** Each its own note, so that what IndexedDB keeps of one is not found by another. */
export function newServer(text = ""): MemoryServer {
  notes += 1;
  return new MemoryServer(`note-${notes}`, text);
}

const none = async () => [];
let people = 0;

export type MountedNote = {
  chips: NoteChip[];
  handle: NoteEditorHandle;
  view: () => EditorView;
  text: () => string;
  /** A digest for exactly the state that this editor has. */
  tellDigest: (server: MemoryServer, digest: string) => void;
};

export function mountNote(server: MemoryServer, more: Partial<NoteEditorProps> = {}): MountedNote {
  people += 1;
  const id = `p${people}`;
  const chips: NoteChip[] = [];
  let handle!: NoteEditorHandle;
  const { container } = render(() => (
    <NoteEditor
      noteId={server.noteId}
      workspaceId="w"
      initialText={server.text()}
      me={{ id, display_name: "Ana" }}
      canWrite
      title="Launch plan"
      onChip={(chip) => chips.push(chip)}
      onEditors={() => undefined}
      onOutline={() => undefined}
      ref={(given) => {
        handle = given;
      }}
      complete={{ notes: none, people: none, emoji: none }}
      open={() => server.open(id)}
      {...more}
    />
  ));
  const view = () => EditorView.findFromDOM(container.querySelector<HTMLElement>(".cm-editor")!)!;
  return {
    chips,
    handle,
    view,
    text: () => handle.textContent(),
    tellDigest: (of, digest) => of.tell({ type: "digest", state_vector: of.heardLast(id), digest }),
  };
}

export const writable = (note: MountedNote): Promise<void> =>
  waitFor(() => expect(note.view().state.readOnly).toBe(false));
