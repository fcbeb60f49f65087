import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { copyLineDown, copyLineUp, moveLineDown, moveLineUp, standardKeymap } from "@codemirror/commands";
import { openSearchPanel, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, keymap } from "@codemirror/view";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import { codeColouring } from "#/client/notes/editor/code/code-colouring.ts";
import * as commands from "#/client/notes/editor/commands.ts";
import { commentMarks } from "#/client/notes/editor/comment-marks.ts";
import { completions } from "#/client/notes/editor/completion.ts";
import { findAndReplace } from "#/client/notes/editor/find-panel.ts";
import { followLinks } from "#/client/notes/editor/follow-links.ts";
import { hiddenIdGuard } from "#/client/notes/editor/hidden-id-guard.ts";
import { livePreview } from "#/client/notes/editor/live-preview.ts";
import type { NoteCompletions } from "#/client/notes/editor/note-editor-types.ts";
import { noteMarkdown } from "#/client/notes/editor/note-language.ts";
import type { NoteSession } from "#/client/notes/editor/note-session.ts";
import { type PasteHost, pasting } from "#/client/notes/editor/paste.ts";
import { remoteCursors } from "#/client/notes/editor/remote-cursors.ts";
import { type EditorSettings, editorSettings } from "#/client/notes/editor/settings.ts";
import { tableKeys } from "#/client/notes/editor/table-keys.ts";
import { suggestionMarks } from "#/client/notes/suggestions/suggestion-marks.ts";
import type { Verb } from "#/client/notes/suggestions/suggestion-row.ts";
import { splicesBetween } from "#/domain/notes/text-diff.ts";

export type ViewHost = {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly session: NoteSession;
  readonly settings: EditorSettings;
  readonly title: () => string;
  readonly complete: () => NoteCompletions;
  readonly completeLabel: () => string;
  readonly paste: PasteHost;
  readonly onComment: (id: string) => void;
  /** Answers whether it is done. */
  readonly onDecide: (id: string, verb: Verb) => Promise<boolean>;
  readonly onWikiLink: (target: string, event: MouseEvent) => void;
  readonly onUpdate: (state: EditorState, docChanged: boolean) => void;
  readonly onFocus: (isFocused: boolean) => void;
};

const keys = Prec.high(
  keymap.of([
    { key: "Enter", run: commands.enter, shift: commands.hardBreak },
    { key: "Backspace", run: commands.backspace },
    { key: "Delete", run: commands.deleteAtEnd },
    { key: "Tab", run: commands.indent(1), shift: commands.indent(-1) },
    { key: "ArrowRight", run: commands.rightOverId(false), shift: commands.rightOverId(true) },
    { key: "ArrowDown", run: commands.intoBlock(1) },
    { key: "ArrowUp", run: commands.intoBlock(-1) },
    { key: "Mod-Enter", run: commands.toggleTodos },
    { key: "Mod-b", run: commands.toggleBold, preventDefault: true },
    { key: "Mod-i", run: commands.toggleItalic, preventDefault: true },
    { key: "Mod-e", run: commands.toggleCode, preventDefault: true },
    { key: "Mod-Shift-x", run: commands.toggleStruck, preventDefault: true },
    { key: "Mod-k", run: commands.linkSelection, stopPropagation: false },
    { key: "Mod-Alt-1", run: commands.toggleHeading(1) },
    { key: "Mod-Alt-2", run: commands.toggleHeading(2) },
    { key: "Mod-Alt-3", run: commands.toggleHeading(3) },
    { key: "Mod-Shift-7", run: commands.toggleLines("numbers") },
    { key: "Mod-Shift-8", run: commands.toggleLines("bullets") },
    { key: "Mod-Shift-9", run: commands.toggleLines("quote") },
    { key: "Alt-ArrowUp", run: moveLineUp, shift: copyLineUp },
    { key: "Alt-ArrowDown", run: moveLineDown, shift: copyLineDown },
  ]),
);

const touch = typeof matchMedia === "function" && matchMedia("(pointer: coarse)").matches;

/** The editor of one note. Until `bind` it shows what the page was rendered with, and nothing can be written. */
export function createEditorView(host: ViewHost) {
  const parts = { settings: new Compartment(), writing: new Compartment(), document: new Compartment() };
  let settings = host.settings;
  let isBound = false;
  let hasCaret = false;
  const view = new EditorView({
    parent: host.parent,
    state: EditorState.create({ doc: host.text, extensions: extensions() }),
  });

  function extensions(): Extension {
    return [
      EditorView.cspNonce.of(document.querySelector<HTMLElement>("style[nonce], script[nonce]")?.nonce ?? ""),
      Prec.high(keymap.of(tableKeys(() => host.session.undo.stopCapturing()))),
      keys,
      Prec.high(keymap.of(closeBracketsKeymap)),
      keymap.of([...searchKeymap, ...standardKeymap]),
      closeBrackets(),
      // On touch screens the browser's own caret and handles are the ones that people know.
      ...(touch ? [] : [drawSelection()]),
      dropCursor(),
      EditorView.lineWrapping,
      noteMarkdown,
      livePreview,
      codeColouring(),
      hiddenIdGuard,
      findAndReplace,
      completions(host.complete, host.completeLabel),
      pasting(host.paste),
      commentMarks(host.onComment),
      suggestionMarks(host.onDecide),
      followLinks(host.onWikiLink),
      parts.settings.of(editorSettings.of(settings)),
      parts.writing.of(writing()),
      parts.document.of([]),
      EditorView.updateListener.of((update) => {
        hasCaret ||= update.transactions.some(({ selection }) => selection !== undefined);
        if (update.docChanged || update.selectionSet) host.onUpdate(update.state, update.docChanged);
        if (update.focusChanged) host.onFocus(update.view.hasFocus);
      }),
    ];
  }

  function canWrite(): boolean {
    return isBound && settings.canWrite;
  }

  function writing(): Extension {
    const isOpen = canWrite();
    return [
      EditorState.readOnly.of(!isOpen),
      EditorView.editable.of(isOpen),
      EditorView.contentAttributes.of({
        "aria-label": host.title(),
        "aria-readonly": String(!isOpen),
        spellcheck: "true",
        autocorrect: "on",
        autocapitalize: "sentences",
        ...(isOpen ? {} : { tabindex: "0" }),
      }),
    ];
  }

  const apply = () =>
    view.dispatch({
      effects: [
        parts.settings.reconfigure(editorSettings.of({ ...settings, canWrite: canWrite() })),
        parts.writing.reconfigure(writing()),
      ],
    });

  return {
    view,
    /** From here on the editor is the document: each change of one is a change of the other. */
    bind(): void {
      const { text, awareness, undo } = host.session;
      isBound = true;
      const changes = splicesBetween(view.state.doc.toString(), text.toString()).map(({ at, remove, insert }) => ({
        from: at,
        to: at + remove,
        insert,
      }));
      view.dispatch({
        changes,
        effects: parts.document.reconfigure([
          keymap.of(yUndoManagerKeymap),
          yCollab(text, null, { undoManager: undo }),
          remoteCursors(awareness, text),
        ]),
      });
      // What was focused while nothing could be written has no caret until it is focused anew.
      const wasFocused = document.activeElement === view.contentDOM;
      apply();
      if (wasFocused) view.focus();
    },
    set(changed: Partial<EditorSettings>): void {
      settings = { ...settings, ...changed };
      apply();
    },
    refreshName: apply,
    /** Where the caret is or last was; the end of the text when nobody has put it anywhere yet. */
    place(): { from: number; to: number } {
      const end = view.state.doc.length;
      return hasCaret ? view.state.selection.main : { from: end, to: end };
    },
    openFind: () => openSearchPanel(view),
  };
}

export type NoteView = ReturnType<typeof createEditorView>;
