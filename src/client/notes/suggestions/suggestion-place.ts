import type { EditorState } from "@codemirror/state";
import type { Text } from "yjs";
import { placedOf } from "#/client/notes/editor/comment-marks.ts";

/** What of a suggestion is drawn into the text. */
export type ShownSuggestion = {
  readonly id: string;
  readonly author_name: string;
  readonly before: string;
  readonly after: string;
  /** Yjs relative positions in base64. Of an insertion, the letters around it. */
  readonly anchor: { readonly from: string; readonly to: string };
  /** Why. */
  readonly note: string | null;
};

/** A suggestion where it is now. */
export type PlacedSuggestion = { readonly suggestion: ShownSuggestion; readonly from: number; readonly to: number };

/** Where suggestions are in the text, from its beginning on. One whose place is gone is left out. */
export function placeSuggestions(text: Text, suggestions: readonly ShownSuggestion[]): PlacedSuggestion[] {
  const found = suggestions.flatMap((suggestion) => {
    const place = placedOf(text, { start: suggestion.anchor.from, end: suggestion.anchor.to });
    if (!place) return [];
    // What somebody wrote between the letters around an insertion comes after it.
    return [{ suggestion, from: place.from, to: suggestion.before === "" ? place.from : place.to }];
  });
  return found.sort((a, b) => a.from - b.from);
}

/** Whether the words are there that would go. */
export function fits(state: EditorState, { suggestion, from, to }: PlacedSuggestion): boolean {
  return to - from === suggestion.before.length && state.sliceDoc(from, to) === suggestion.before;
}

/** Where what is added is shown: among the words, or as lines of its own above or below a line. */
export type AddedAs = "words" | "below" | "above";

export function addedAs(state: EditorState, { suggestion: { before, after }, from }: PlacedSuggestion): AddedAs {
  if (!after.includes("\n") && !before.includes("\n")) return "words";
  return before === "" && after.endsWith("\n") && state.doc.lineAt(from).from === from ? "above" : "below";
}

/** Without the line ends at its edges: those are shown by the lines themselves. */
export function linesToShow(after: string): string[] {
  const words = after.replace(/^\n/, "").replace(/\n$/, "");
  return words === "" ? [] : words.split("\n");
}
