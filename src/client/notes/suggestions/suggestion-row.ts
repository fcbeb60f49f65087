import { type EditorView, WidgetType } from "@codemirror/view";
import { say } from "#/client/language/say.ts";
import { element } from "#/client/notes/editor/inline-widgets.ts";
import { linesToShow, type ShownSuggestion } from "#/client/notes/suggestions/suggestion-place.ts";

export type Verb = "accept" | "reject";
export type Decide = (view: EditorView, id: string, verb: Verb) => void;

/** Of a passage, as much as is read aloud. */
const toldLength = 120;

/** What an AI would add, among the words that are there. */
export class AddedWords extends WidgetType {
  readonly words: string;
  constructor(words: string) {
    super();
    this.words = words;
  }
  override eq(other: AddedWords): boolean {
    return other.words === this.words;
  }
  override toDOM(): HTMLElement {
    const added = document.createElement("ins");
    added.className = "nt-added";
    added.textContent = this.words;
    return added;
  }
}

type Row = {
  readonly suggestion: ShownSuggestion;
  /** Whether the words that would go are still there. */
  readonly fits: boolean;
  readonly showsLines: boolean;
  readonly mayDecide: boolean;
  readonly decide: Decide;
};

/** Under the words: the lines that would come, who suggests it and why, and what one can say to it. */
export class SuggestionRow extends WidgetType {
  readonly row: Row;
  constructor(row: Row) {
    super();
    this.row = row;
  }
  override eq({ row }: SuggestionRow): boolean {
    const { suggestion, fits, showsLines, mayDecide } = this.row;
    return (
      row.suggestion.id === suggestion.id &&
      row.suggestion.after === suggestion.after &&
      row.fits === fits &&
      row.showsLines === showsLines &&
      row.mayDecide === mayDecide
    );
  }
  override toDOM(view: EditorView): HTMLElement {
    const { suggestion, fits, showsLines } = this.row;
    const box = element("div", "nt-suggestion");
    box.contentEditable = "false";
    box.dataset.suggestion = suggestion.id;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", toldOf(suggestion));
    if (fits && showsLines) for (const line of linesToShow(suggestion.after)) box.append(lineOf(line));
    const row = element("div", "nt-suggestion-row");
    const name = element("span", "nt-suggestion-name");
    name.textContent = say("{name} · AI", { name: suggestion.author_name });
    const why = element("span", "nt-suggestion-why");
    why.textContent = fits ? (suggestion.note ?? "") : say("The words have changed: this no longer fits.");
    const verbs = element("span", "nt-suggestion-verbs");
    verbs.append(...this.#buttons(view));
    row.append(name, why, verbs);
    box.append(row);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      view.focus();
    });
    return box;
  }
  #buttons(view: EditorView): HTMLElement[] {
    const { suggestion, fits, mayDecide, decide } = this.row;
    if (!mayDecide) return [];
    const button = (verb: Verb, words: string): HTMLElement => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "nt-suggestion-button";
      made.dataset.verb = verb;
      made.textContent = words;
      // The press must not take the caret, and with it a phone's keyboard, away.
      made.addEventListener("mousedown", (event) => event.preventDefault());
      made.addEventListener("click", () => decide(view, suggestion.id, verb));
      return made;
    };
    return [
      ...(fits ? [button("accept", say("Accept"))] : []),
      button("reject", fits ? say("Reject") : say("Dismiss")),
    ];
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

function lineOf(words: string): HTMLElement {
  const line = element("div", "nt-added-line");
  const added = document.createElement("ins");
  added.textContent = words === "" ? "\u200b" : words;
  line.append(added);
  return line;
}

function toldOf({ author_name: name, before, after }: ShownSuggestion): string {
  const [from, to] = [told(before), told(after)];
  if (from === "") return say("Suggestion of {name}: add “{to}”", { name, to });
  if (to === "") return say("Suggestion of {name}: take out “{from}”", { name, from });
  return say("Suggestion of {name}: “{to}” in place of “{from}”", { name, from, to });
}

function told(words: string): string {
  const line = words.trim().replace(/\s+/g, " ");
  return line.length > toldLength ? `${line.slice(0, toldLength)}…` : line;
}
