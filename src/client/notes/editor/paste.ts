import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { linkOver } from "#/client/messages/marks.ts";
import { markdownOf } from "#/client/messages/paste-rich.ts";
import { isInCode } from "#/client/notes/editor/commands.ts";

export type PasteHost = {
  /** Absent where files cannot be uploaded. */
  readonly upload: () => ((file: File) => Promise<{ markdown: string }>) | undefined;
  /** A file is on its way, and has come or could not be taken. */
  readonly onBegin: (file: File) => void;
  readonly onEnd: (file: File, failed: { readonly why: unknown } | null) => void;
  /** What follows is undone apart from what was before. */
  readonly separate: () => void;
  readonly uploading: (name: string) => string;
};

/** More at once are not wanted by anyone. */
const maxFiles = 20;

/**
 * Formatted text is pasted as Markdown, an address over words makes a link of them, files are uploaded where they were put.
 * Shift (Ctrl+Shift+V) pastes plainly, as the browser does by itself: the clipboard has no formatted text then.
 */
export function pasting(host: PasteHost): Extension {
  return EditorView.domEventHandlers({
    paste(event, view) {
      const data = event.clipboardData;
      if (!data || view.state.readOnly) return false;
      const { from, to } = view.state.selection.main;
      const plain = data.getData("text/plain");
      const files = [...data.files];
      const html = data.getData("text/html");
      if (files.length > 0 && (plain === "" || html === "")) return takeFiles(view, files, { from, to, host });
      if (isInCode(view.state, from)) return false;
      const link = linkOf(view, plain);
      const markdown = link ? null : html === "" ? null : markdownOf(html);
      if (!link && (markdown === null || markdown === plain)) return false;
      const change = link ?? { from, to, insert: markdown!, caret: from + markdown!.length };
      if (!link) plainFirst(view, { from, to, plain });
      host.separate();
      const at = view.state.selection.main;
      const range = link ? change : { from, to: at.head, insert: change.insert };
      view.dispatch({
        changes: { from: range.from, to: range.to, insert: range.insert },
        selection: { anchor: range.from + range.insert.length },
        userEvent: "input.paste",
        scrollIntoView: true,
      });
      return true;
    },
    drop(event, view) {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0 || view.state.readOnly) return false;
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.doc.length;
      return takeFiles(view, files, { from: at, to: at, host });
    },
  });
}

/** The plain words first, then their formatted form, so that one undo gives the plain ones. */
function plainFirst(view: EditorView, { from, to, plain }: { from: number; to: number; plain: string }): void {
  const insert = view.state.toText(plain);
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length },
    userEvent: "input.paste",
  });
}

function linkOf(view: EditorView, plain: string) {
  const { from, to } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  const change = linkOver(line.text, from - line.from, to - line.from, plain);
  return change && { from: line.from + change.from, to: line.from + change.to, insert: change.insert };
}

type Place = { readonly from: number; readonly to: number; readonly host: PasteHost };

/** Uploads files and puts what stands for them into the text: pasted, dropped, or picked. False where nothing can be uploaded. */
export function takeFiles(view: EditorView, files: readonly File[], { from, to, host }: Place): boolean {
  const upload = host.upload();
  if (!upload) return false;
  for (const file of files.slice(0, maxFiles)) void one(view, file, { from, to, host, upload });
  return true;
}

/** A line stands for the file until its own words come; they go where that line is by then, or nowhere if it was deleted. */
async function one(
  view: EditorView,
  file: File,
  { from, to, host, upload }: Place & { upload: (file: File) => Promise<{ markdown: string }> },
): Promise<void> {
  const sign = `<!-- ${host.uploading(file.name.replace(/[<>\n-]+/g, " ").slice(0, 80))} ${nextUpload()} -->`;
  view.dispatch({
    changes: { from, to, insert: sign },
    selection: { anchor: from + sign.length },
    userEvent: "input.paste",
  });
  host.onBegin(file);
  let words = "";
  try {
    words = (await upload(file)).markdown;
    host.onEnd(file, null);
  } catch (why) {
    host.onEnd(file, { why });
  }
  const at = view.state.doc.toString().indexOf(sign);
  if (at >= 0) view.dispatch({ changes: { from: at, to: at + sign.length, insert: words }, userEvent: "input.paste" });
}

let uploads = 0;
function nextUpload(): string {
  uploads += 1;
  return `#${uploads}`;
}
