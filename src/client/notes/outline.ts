import type { NoteHeading } from "#/client/notes/editor/note-editor-types.ts";

/** Enough for a list beside a note. */
const most = 500;

/** The headings of a note's text as they are written, without those in fences of code. */
export function outlineOf(markdown: string): NoteHeading[] {
  const headings: NoteHeading[] = [];
  let fence: string | undefined;
  let at = 0;
  for (const line of markdown.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && (fence === undefined || (mark.startsWith(fence) && line.trim() === mark)))
      fence = fence === undefined ? mark : undefined;
    else if (fence === undefined) {
      const [, signs, words] = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line) ?? [];
      if (signs && words) headings.push({ level: signs.length, text: plain(words), at });
    }
    if (headings.length >= most) break;
    at += line.length + 1;
  }
  return headings;
}

function plain(words: string): string {
  return words
    .replace(/!?\[\[([^\]|]*)(?:\|([^\]]*))?\]\]/g, (_, target: string, text?: string) => text ?? target)
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`~]+/g, "")
    .replace(/\s\^[\w-]+$/, "")
    .trim();
}
