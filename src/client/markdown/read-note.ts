import type { ElementContent } from "hast";
import { NOTE_NODES } from "#/domain/markdown/bounds.ts";
import type { Handles } from "#/domain/markdown/mentions.ts";
import { type MarkOptions, markNote, type NoteHeading, newNoteCounts } from "#/domain/markdown/note-marks.ts";
import { type NoteSlice, noteSlices } from "#/domain/markdown/note-slices.ts";
import { parseMarkdown } from "#/domain/markdown/parse.ts";
import { toHast } from "#/domain/markdown/to-hast.ts";

export interface NoteOptions extends MarkOptions {
  handles?: Handles | undefined;
  me?: string | undefined;
  host?: string | undefined;
  wikiHref: (target: string) => string | undefined;
}

/** A part of a note as sanitised blocks, or as it was typed while it has not been read. */
export interface NotePiece {
  nodes: readonly ElementContent[];
  headings: readonly NoteHeading[];
}

/** Under the note's title. */
const headingBase = 1;

/**
 * The pieces of a note in their order, each read when it is asked for, so that who shows a long note decides how long to go on
 * at once. `body` begins at line `firstLine` of the note.
 */
export function* readNote(body: string, options: NoteOptions): Generator<NotePiece, void, boolean | undefined> {
  const counts = newNoteCounts();
  let nodes = NOTE_NODES;
  let late: boolean | undefined = false;
  for (const slice of noteSlices(body)) {
    const from = counts.headings.length;
    const known: ElementContent[] | undefined =
      late || nodes <= 0 ? undefined : blocksOf(slice, options, nodes, counts);
    nodes -= known?.length ?? 0;
    late = (yield { nodes: known ?? [typed(slice)], headings: counts.headings.slice(from) }) || late;
  }
}

function typed({ text, lines }: NoteSlice): ElementContent {
  const value = text.split("\n").slice(0, lines).join("\n");
  return {
    type: "element",
    tagName: "div",
    properties: { className: ["plain"] },
    children: [{ type: "text", value }],
  };
}

function blocksOf(
  slice: NoteSlice,
  options: NoteOptions,
  maxNodes: number,
  counts: ReturnType<typeof newNoteCounts>,
): ElementContent[] {
  const { handles, me, host, wikiHref } = options;
  const root = parseMarkdown(slice.text, { handles, maxLength: slice.text.length, maxNodes });
  // Definitions of elsewhere are only to be looked up.
  const own = root.children.filter((child) => (child.position?.start.line ?? 1) <= slice.lines);
  const shown = { ...root, children: own };
  const firstLine = options.firstLine + slice.firstLine;
  const marks = markNote(shown, counts, { firstLine, todoAt: options.todoAt });
  const shownWith = { me, host, wikiHref, headingBase, marks, lookUpIn: root, openFormulas: true };
  return toHast(shown, shownWith).children as ElementContent[];
}
